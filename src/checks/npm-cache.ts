// npm's cache and npx installs (npm docs, "folders"; `_cacache` wherever it was moved to), and node-gyp's headers.
import { runsProgram } from './exceptions/runs-program.ts';
import { cachePlaces, mountAll } from './fixes/cache-mount.ts';
import type { FixContext, ImageLook, OfferedFile, PathRule } from './rule.ts';

export const npmCache: PathRule = {
  kind: 'paths',
  id: 'npm-cache',
  title: 'Download cache of npm',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.npm/', '**/_cacache/', '**/.cache/node-gyp/', '**/.node-gyp/'],
  isExcused,
  what: 'packages and headers cached by npm',
  fix: fixNpm,
};

function isExcused({ path }: OfferedFile, image: ImageLook): boolean {
  // Logs are `log-files`: npm writes them whenever it runs, and cleaning its cache leaves them.
  if (path.includes('/.npm/_logs/')) return true;
  // What npx runs was installed into the cache.
  return path.includes('/_npx/') && runsProgram(image, 'npx');
}

function fixNpm(context: FixContext): string {
  const found = cachePlaces(context, '.npm', '.cache/node-gyp', '.node-gyp', '_cacache');
  const places = found.length > 0 ? found : ['/root/.npm'];
  const mounts = mountAll(places);
  // `npm cache clean` empties `_cacache` and nothing else.
  return context.paths.every((path) => /(?:^|\/)_cacache\//.test(path))
    ? `End that RUN with \`npm cache clean --force\`, or give it \`${mounts}\`.`
    : `End that RUN with \`rm -rf ${places.join(' ')}\`, or give it \`${mounts}\`.`;
}
