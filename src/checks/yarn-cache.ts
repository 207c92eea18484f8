// Yarn's caches: v1 in `.cache/yarn`, v2 and later in `.yarn/cache` of the project or `.yarn/berry/cache` of the user.
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { joinPath, parentOf } from './exceptions/path-parts.ts';
import { mountCache } from './fixes/cache-mount.ts';
import type { ImageLook, OfferedFile, PathRule } from './rule.ts';

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
  fix: (context) =>
    context.folder.includes('.yarn')
      ? `End that RUN with \`yarn cache clean --all\`, or give it \`${mountCache(context, '.yarn/berry/cache', '/root/.yarn/berry/cache')}\`.`
      : `End that RUN with \`yarn cache clean\`, or give it \`${mountCache(context, '.cache/yarn', '/usr/local/share/.cache/yarn')}\`.`,
};

/** Plug'n'Play has no node_modules: packages are loaded from the archives in the cache. */
function isLoadedFrom({ matchedFolder }: OfferedFile, image: ImageLook): boolean {
  if (matchedFolder.endsWith('.cache/yarn')) return false;
  const project = matchedFolder.endsWith('/berry/cache')
    ? image.workingFolder
    : parentOf(parentOf(matchedFolder));
  return ['.pnp.cjs', '.pnp.js'].some((name) => image.kindAt(joinPath(project, name)) === ENTRY_KIND.file);
}
