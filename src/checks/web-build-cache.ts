// What bundlers of web projects keep between builds. Next.js's own data (`fetch-cache`, `images`) is read at run time.
import { relativeTo } from './exceptions/path-parts.ts';
import { runsProgram } from './exceptions/runs-program.ts';
import { cachePlaces, mountAll, placesWithin } from './fixes/cache-mount.ts';
import type { FixContext, ImageLook, OfferedFile, PathRule } from './rule.ts';

/** What is put into `node_modules/.cache` to be run from there. */
const RUN_FROM_CACHE = /^(?:puppeteer|ms-playwright|prisma)\//;

export const webBuildCache: PathRule = {
  kind: 'paths',
  id: 'web-build-cache',
  title: 'Build caches of web bundlers',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/node_modules/.cache/',
    '**/node_modules/.vite/',
    '**/.next/cache/webpack/',
    '**/.next/cache/turbopack/',
    '**/.next/cache/swc/',
    '**/.next/cache/eslint/',
    '**/.parcel-cache/',
    '**/.turbo/cache/',
    '**/.angular/cache/',
    '**/.nx/cache/',
    '**/.sass-cache/',
  ],
  isExcused,
  what: 'build results cached by web bundlers',
  fix: fixWebBuild,
};

function isExcused({ path, matchedFolder }: OfferedFile, image: ImageLook): boolean {
  if (matchedFolder.endsWith('/.vite')) return runsProgram(image, 'vite');
  return (
    matchedFolder.endsWith('node_modules/.cache') && RUN_FROM_CACHE.test(relativeTo(path, matchedFolder))
  );
}

function fixWebBuild(context: FixContext): string {
  const ends = webBuildCache.patterns.map((pattern) => pattern.replace(/^\*\*\/|\/$/g, ''));
  const others = ends.filter((end) => end !== 'node_modules/.cache');
  // Programs may be run from what else is in the cache.
  const places = [...placesWithin(context, 'node_modules/.cache'), ...cachePlaces(context, ...others)];
  return places.length === 0
    ? 'Give that RUN `--mount=type=cache,target=DIR/node_modules/.cache`, or delete the caches at its end.'
    : `Give that RUN \`${mountAll(places)}\`, or end it with \`rm -rf ${places.join(' ')}\`.`;
}
