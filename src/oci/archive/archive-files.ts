// The files of an image in an indexed archive: links are followed inside it, and contents are ranges of the archive.
import { PlimsollError } from '../../errors.ts';
import type { RangeLocation } from '../image/image.ts';
import { type ImageFiles, readLocation } from '../layout/image-files.ts';
import type { ArchiveIndex, IndexedMember } from './index-archive.ts';
import { normalizeName, resolveSymlink } from './member-name.ts';

/** Links that lead to links; engines write one step (podman's and Docker's `layer.tar`). */
const LINK_LIMIT = 16;

/** Gives the members of an archive as an image's files; `find` throws IMAGE_INVALID where links lead in a circle. */
export function openArchiveFiles(
  subject: string,
  index: ArchiveIndex,
  locate: (member: IndexedMember) => RangeLocation,
): ImageFiles {
  return {
    subject,
    missingHint: index.hasEndMarker
      ? undefined
      : 'The archive has no end mark: it may be cut off; save it again.',
    find: async (name) => {
      const member = findMember(subject, index, name);
      return member === undefined ? undefined : locate(member);
    },
    read: readLocation,
  };
}

function findMember(subject: string, index: ArchiveIndex, name: string): IndexedMember | undefined {
  let current = normalizeName(name);
  for (let links = 0; links <= LINK_LIMIT; links++) {
    const member = index.members.get(current);
    if (member === undefined || member.kind === 'other') return undefined;
    if (member.kind === 'file') return member;
    current =
      member.kind === 'hardlink' ? normalizeName(member.target) : resolveSymlink(member.name, member.target);
  }
  throw new PlimsollError('IMAGE_INVALID', `the links behind '${name.slice(0, 200)}' lead in a circle`, {
    subject,
  });
}
