// What bundlers of web projects keep between builds. Next.js's own data (`fetch-cache`, `images`) is read at run time.
import { relativeTo } from './exceptions/path-parts.ts';
import { runsProgram } from './exceptions/runs-program.ts';
import { isCopied, keepOut } from './fixes/copied.ts';
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
  const place = /^.*?(?:node_modules|\.next|\.parcel-cache|\.turbo|\.angular|\.nx|\.sass-cache)(?=$|\/)/.exec(
    context.folder,
  )?.[0];
  if (isCopied(context)) return keepOut(`**/${place?.slice(place.lastIndexOf('/') + 1) ?? 'node_modules'}`);
  return place === undefined || place.endsWith('node_modules')
    ? 'Give that RUN `--mount=type=cache,target=DIR/node_modules/.cache`, or delete the caches at its end.'
    : `Give that RUN \`--mount=type=cache,target=/${place}\`, or delete the caches at its end.`;
}
