import { describe, it } from 'vitest';
import { uvCache } from '../../src/checks/uv-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';
import { file, link } from '../support/layers.ts';

describe('uv-cache', () => {
  const files = ['root/.cache/uv/wheels-v3/pypi/x.whl', 'home/app/.cache/uv/archive-v0/a/x.py'];

  it('finds the caches of any user', async () => {
    await expectFound(uvCache, files, ['root/.local/share/uv/python/cpython-3.12/bin/python3.12']);
  });

  it('leaves alone files that an environment has as hard links', async () => {
    await expectLeft(uvCache, [
      file('root/.cache/uv/archive-v0/a/lib.py', 'text'),
      link('srv/app/.venv/lib/python3.12/site-packages/lib.py', 'root/.cache/uv/archive-v0/a/lib.py'),
    ]);
  });

  it('leaves alone a cache that environments point into', async () => {
    await expectLeft(uvCache, files, { env: { UV_LINK_MODE: 'symlink' } });
    await expectFound(uvCache, files, [], { env: { UV_LINK_MODE: 'copy' } });
  });

  it('leaves alone what uvx runs', async () => {
    await expectLeft(uvCache, files, { command: ['uvx', 'ruff'] });
    await expectFound(uvCache, files, [], { command: ['uv', 'run', 'app'] });
  });
});
