// conda's package cache: archives, unpacked packages and repodata in `pkgs` (conda docs, pkgs_dirs). Packages that are
// linked into an environment share their bytes with it and are not judged here.
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { joinPath, parentOf } from './exceptions/path-parts.ts';
import { mountCache } from './fixes/cache-mount.ts';
import type { FixContext, ImageLook, OfferedFile, PathRule } from './rule.ts';

export const condaCache: PathRule = {
  kind: 'paths',
  id: 'conda-cache',
  title: 'Package cache of conda and mamba',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/pkgs/'],
  isExcused: (file, image) => !isPackageCache(file, image),
  what: 'packages and repository data cached by conda',
  fix: fixConda,
};

/** Many folders are called `pkgs`; conda's has an environment beside it, or its own list of URLs in it. */
function isPackageCache({ matchedFolder }: OfferedFile, image: ImageLook): boolean {
  return (
    image.kindAt(joinPath(parentOf(matchedFolder), 'conda-meta')) === ENTRY_KIND.directory ||
    image.kindAt(`${matchedFolder}/urls.txt`) === ENTRY_KIND.file
  );
}

function fixConda(context: FixContext): string {
  const tool = /\b(micromamba|mamba|conda)\b/.exec(context.instruction ?? '')?.[1] ?? 'conda';
  return `End that RUN with \`${tool} clean -afy\`, or give it \`${mountCache(context, 'pkgs', '/opt/conda/pkgs')}\`.`;
}
