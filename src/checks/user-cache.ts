// The rest of what programs keep in ~/.cache (XDG Base Directory Specification): by its definition not essential.
import { relativeTo } from './exceptions/path-parts.ts';
import { placesWithin } from './fixes/cache-mount.ts';
import type { OfferedFile, PathRule } from './rule.ts';

/** Caches with a rule of their own, which knows when they are needed, and what is run from a cache. */
const KNOWN = new Set([
  'bazel',
  'coursier',
  'Cypress',
  'deno',
  'go-build',
  'huggingface',
  'ms-playwright',
  'node',
  'pdm',
  'pip',
  'pnpm',
  'puppeteer',
  'pypoetry',
  'R',
  'selenium',
  'torch',
  'uv',
  'yarn',
]);

export const userCache: PathRule = {
  kind: 'paths',
  id: 'user-cache',
  title: 'Other caches of users',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  patterns: ['**/.cache/'],
  isExcused: isKnown,
  what: 'files in the caches of users',
  // Never the whole folder: programs may be run from what else is in it.
  fix: (context) => {
    const places = placesWithin(context, '.cache');
    return places.length === 0
      ? 'Delete them at the end of that RUN.'
      : `End that RUN with \`rm -rf ${places.join(' ')}\`, or keep a cache out of the layer by a cache mount.`;
  },
};

function isKnown({ path, matchedFolder }: OfferedFile): boolean {
  if (matchedFolder.endsWith('node_modules/.cache')) return true;
  return KNOWN.has(relativeTo(path, matchedFolder).split('/', 1)[0]!);
}
