import { describe, it } from 'vitest';
import { npmCache } from '../../src/checks/npm-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('npm-cache', () => {
  const npx = 'root/.npm/_npx/1a2b/node_modules/serve/index.js';

  it('finds packages, logs and headers', async () => {
    await expectFound(npmCache, [
      'root/.npm/_cacache/content-v2/sha512/a/b/c',
      'home/node/.npm/_logs/2026-01-01T00_00_00_000Z-debug-0.log',
      'srv/npm-cache/_cacache/index-v5/a/b/c',
      'root/.cache/node-gyp/20.10.0/include/node/node.h',
      'root/.node-gyp/8.9.0/include/node/node.h',
      npx,
    ]);
  });

  it('leaves alone what npx runs', async () => {
    await expectLeft(npmCache, [npx], { command: ['npx', 'serve'] });
    await expectLeft(npmCache, [npx], { command: ['sh', '-c', 'cd /srv && exec npx serve'] });
    await expectFound(npmCache, ['root/.npm/_cacache/x'], [npx], { command: ['npx', 'serve'] });
  });

  it('leaves alone installed packages and settings', async () => {
    await expectLeft(npmCache, [
      'srv/app/node_modules/express/index.js',
      'root/.npmrc',
      'srv/app/.npmignore',
    ]);
  });
});
