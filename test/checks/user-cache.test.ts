import { describe, expect, it } from 'vitest';
import { userCache } from '../../src/checks/user-cache.ts';
import { expectFound, expectLeft, fixOf } from '../support/judge-files.ts';

describe('user-cache', () => {
  it('finds other caches, as advice', async () => {
    await expectFound(userCache, [
      'root/.cache/helm/repository/x',
      'home/app/.cache/matplotlib/fontlist.json',
      'root/.cache/x',
    ]);
    expect(userCache.tier).toBe('advice');
  });

  it('leaves alone caches that other rules know, and what is run from a cache', async () => {
    await expectLeft(userCache, [
      'root/.cache/pip/http/x',
      'root/.cache/uv/archive-v0/a/x.py',
      'root/.cache/pypoetry/virtualenvs/app/bin/python',
      'root/.cache/node/corepack/v1/pnpm/9.0.0/bin/pnpm.cjs',
      'root/.cache/deno/npm/x',
      'root/.cache/bazel/_bazel_root/1a/bin/app',
      'root/.cache/R/renv/cache/v5/x',
      'srv/app/node_modules/.cache/prisma/x',
    ]);
  });

  it('has a fix that leaves what is run from other caches', () => {
    const paths = ['root/.cache/fontconfig/a', 'root/.cache/mesa/b/c'];
    expect(fixOf(userCache, 'root/.cache', 'RUN ./build.sh', paths)).toMatch(
      /^End that RUN with `rm -rf \/root\/\.cache\/fontconfig \/root\/\.cache\/mesa`, /,
    );
  });
});
