import { describe, expect, it } from 'vitest';
import { yarnCache } from '../../src/checks/yarn-cache.ts';
import { expectFound, expectLeft, fixOf } from '../support/judge-files.ts';

describe('yarn-cache', () => {
  const project = 'srv/app/.yarn/cache/lodash-npm-4.17.21.zip';
  const global = 'root/.yarn/berry/cache/lodash-npm-4.17.21.zip';

  it('finds the caches of version 1 and of later ones', async () => {
    await expectFound(
      yarnCache,
      ['usr/local/share/.cache/yarn/v6/x', 'home/node/.cache/yarn/v6/x', project, global],
      ['srv/app/.yarn/releases/yarn-4.1.0.cjs', 'srv/app/.yarn/unplugged/x/index.js'],
      { workingFolder: '/srv/app' },
    );
  });

  it("leaves alone the project's cache under Plug'n'Play", async () => {
    await expectLeft(yarnCache, [project, 'srv/app/.pnp.cjs']);
    await expectFound(yarnCache, [project], ['srv/other/.pnp.cjs']);
  });

  it("leaves alone the user's cache where the working folder uses Plug'n'Play", async () => {
    await expectLeft(yarnCache, [global, 'srv/app/.pnp.cjs'], { workingFolder: '/srv/app' });
    await expectFound(yarnCache, [global], ['srv/app/.pnp.cjs'], { workingFolder: '/srv' });
  });

  it('does not take Plug and Play for a reason to keep the cache of version 1', async () => {
    await expectFound(yarnCache, ['root/.cache/yarn/v6/x'], ['root/.pnp.cjs', '.pnp.cjs']);
  });

  it('tells the command of the version', () => {
    expect(fixOf(yarnCache, 'usr/local/share/.cache/yarn/v6')).toContain(
      'target=/usr/local/share/.cache/yarn`',
    );
    expect(fixOf(yarnCache, 'root/.yarn/berry/cache')).toContain('`yarn cache clean --all`');
  });
});
