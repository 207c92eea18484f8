// The files of an image in an indexed archive: links are followed inside it, and contents are ranges of the archive.
import { PlimsollError } from '../../errors.ts';
import type { FileIdentity, FileLocation } from '../image/image.ts';
import type { ImageFiles } from '../layout/image-files.ts';
import type { ArchiveIndex } from './index-archive.ts';
import { normalizeName, resolveSymlink } from './member-name.ts';

/** Links that lead to links; engines write one step (podman's and Docker's `layer.tar`). */
const LINK_LIMIT = 16;

/** What the contents of an archive are read from; `path` is a temporary copy where the archive itself is compressed. */
export interface ArchiveSource {
  readonly subject: string;
  readonly path: string;
  readonly identity: FileIdentity;
}

/** Gives the members of an archive as an image's files; `find` throws IMAGE_INVALID where links lead in a circle. */
export function openArchiveFiles(source: ArchiveSource, index: ArchiveIndex): ImageFiles {
  return {
    subject: source.subject,
    missingHint: index.hasEndMarker
      ? undefined
      : 'The archive has no end mark: it may be cut off; save it again.',
    find: async (name) => findMember(source, index, name),
  };
}

function findMember(source: ArchiveSource, index: ArchiveIndex, name: string): FileLocation | undefined {
  let current = normalizeName(name);
  for (let links = 0; links <= LINK_LIMIT; links++) {
    const member = index.members.get(current);
    if (member === undefined || member.kind === 'other') return undefined;
    if (member.kind === 'file')
      return {
        kind: 'file',
        path: source.path,
        offsetBytes: member.offsetBytes,
        sizeBytes: member.sizeBytes,
        identity: source.identity,
      };
    current =
      member.kind === 'hardlink' ? normalizeName(member.target) : resolveSymlink(member.name, member.target);
  }
  throw new PlimsollError('IMAGE_INVALID', `the links behind '${name.slice(0, 200)}' lead in a circle`, {
    subject: source.subject,
  });
}
