// Bun's package cache (bun docs, install.cache.dir). Files that Bun linked into node_modules are not judged here.
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { joinPath } from './exceptions/path-parts.ts';
import { runsProgram } from './exceptions/runs-program.ts';
import { mountCache } from './fixes/cache-mount.ts';
import type { PathRule } from './rule.ts';

export const bunCache: PathRule = {
  kind: 'paths',
  id: 'bun-cache',
  title: 'Package cache of Bun',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.bun/install/cache/'],
  // Without node_modules Bun loads packages from its cache (auto-install).
  isExcused: (_file, image) =>
    runsProgram(image, 'bun', 'bunx') &&
    image.kindAt(joinPath(image.workingFolder, 'node_modules')) !== ENTRY_KIND.directory,
  what: 'packages cached by Bun',
  fix: (context) =>
    `End that RUN with \`bun pm cache rm\`, or give it \`${mountCache(context, '.bun/install/cache', '/root/.bun/install/cache')}\`.`,
};
