// Folders of version control: history, remotes and often credentials, none of which a container reads.
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { isBelow, joinPath, parentOf } from './exceptions/path-parts.ts';
import { calls } from './fixes/copied.ts';
import type { ImageLook, OfferedFile, PathRule } from './rule.ts';

/** Programs that read their own repository to know their version or to find packages. */
const SELF_READING = ['bin/flutter', 'bin/brew', '.vcpkg-root'];

export const vcsFolder: PathRule = {
  kind: 'paths',
  id: 'vcs-folder',
  title: 'Version control folders',
  tier: 'ballast',
  severity: 'warning',
  // The smallest may hold a token in the address of a remote.
  floorBytes: 0,
  patterns: ['**/.git/', '**/.hg/', '**/.svn/', '**/.bzr/', '**/.jj/', '**/_darcs/', '**/CVS/'],
  isExcused,
  what: 'version control data',
  fix: (context) =>
    calls(context, /\bgit\b/, /\bclone\b/)
      ? 'Clone with `--depth 1` and delete .git in the same RUN, or use `ADD https://HOST/REPOSITORY.git#REF DIR`, which leaves it out.'
      : 'Delete the folder in the RUN that makes it.',
};

function isExcused({ path, matchedFolder }: OfferedFile, image: ImageLook): boolean {
  const project = parentOf(matchedFolder);
  if (/(?:^|\/)CVS$/.test(matchedFolder))
    return isBelow(path, ['usr']) || image.kindAt(`${matchedFolder}/Entries`) !== ENTRY_KIND.file;
  return SELF_READING.some((witness) => image.kindAt(joinPath(project, witness)) !== undefined);
}
