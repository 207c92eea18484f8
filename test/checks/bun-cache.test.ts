import { describe, it } from 'vitest';
import { bunCache } from '../../src/checks/bun-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';
import { file, link } from '../support/layers.ts';

describe('bun-cache', () => {
  const cached = 'root/.bun/install/cache/lodash@4.17.21/index.js';

  it('finds the cache', async () => {
    await expectFound(bunCache, [cached], ['root/.bun/bin/bun', 'root/.bun/install/global/package.json']);
  });

  it('leaves alone files that node_modules has as hard links', async () => {
    await expectLeft(bunCache, [file(cached, 'code'), link('srv/app/node_modules/lodash/index.js', cached)]);
  });

  it('leaves the cache alone where Bun runs without node_modules', async () => {
    const run = { command: ['bun', 'run', 'server.ts'], workingFolder: '/srv/app' };
    await expectLeft(bunCache, [cached, 'srv/app/server.ts'], run);
    await expectFound(bunCache, [cached], ['srv/app/node_modules/a/index.js'], run);
  });
});
