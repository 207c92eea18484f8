// npm's cache, logs and npx installs (npm docs, "folders"; `_cacache` wherever it was moved to), and node-gyp's headers.
import { runsProgram } from './exceptions/runs-program.ts';
import { mountCache } from './fixes/cache-mount.ts';
import type { PathRule } from './rule.ts';

export const npmCache: PathRule = {
  kind: 'paths',
  id: 'npm-cache',
  title: 'Download cache of npm',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.npm/', '**/_cacache/', '**/.cache/node-gyp/', '**/.node-gyp/'],
  // What npx runs was installed into the cache.
  isExcused: ({ path }, image) => path.includes('/_npx/') && runsProgram(image, 'npx'),
  what: 'packages, logs and headers cached by npm',
  fix: (context) =>
    `End that RUN with \`npm cache clean --force\`, or give it \`${mountCache(context, '.npm', '/root/.npm')}\`.`,
};
