// Yarn's caches: v1 in `.cache/yarn`, v2 and later in `.yarn/cache` of the project or `.yarn/berry/cache` of the user.
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { joinPath, parentOf } from './exceptions/path-parts.ts';
import { cachePlaces, mountAll } from './fixes/cache-mount.ts';
import type { FixContext, ImageLook, OfferedFile, PathRule } from './rule.ts';

export const yarnCache: PathRule = {
  kind: 'paths',
  id: 'yarn-cache',
  title: 'Download cache of Yarn',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.cache/yarn/', '**/.yarn/cache/', '**/.yarn/berry/cache/'],
  isExcused: isLoadedFrom,
  what: 'packages cached by Yarn',
  fix: fixYarn,
};

/** Plug'n'Play has no node_modules: packages are loaded from the archives in the cache. */
function isLoadedFrom({ matchedFolder }: OfferedFile, image: ImageLook): boolean {
  if (matchedFolder.endsWith('.cache/yarn')) return false;
  const project = matchedFolder.endsWith('/berry/cache')
    ? image.workingFolder
    : parentOf(parentOf(matchedFolder));
  return ['.pnp.cjs', '.pnp.js'].some((name) => image.kindAt(joinPath(project, name)) === ENTRY_KIND.file);
}

function fixYarn(context: FixContext): string {
  const places = cachePlaces(context, '.cache/yarn', '.yarn/berry/cache', '.yarn/cache');
  const clean = places.some((place) => place.includes('.yarn/'))
    ? 'yarn cache clean --all'
    : 'yarn cache clean';
  return `End that RUN with \`${clean}\`, or give it \`${mountAll(places.length > 0 ? places : ['/usr/local/share/.cache/yarn'])}\`.`;
}
