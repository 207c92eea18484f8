import { describe, expect, it } from 'vitest';
import { pipCache } from '../../src/checks/pip-cache.ts';
import { expectFound, expectLeft, fixOf } from '../support/judge-files.ts';

describe('pip-cache', () => {
  it('finds the caches of any user', async () => {
    await expectFound(pipCache, [
      'root/.cache/pip/http-v2/a/b/c',
      'home/app/.cache/pip/wheels/a/x.whl',
      'root/.cache/pipenv/x',
      'root/.cache/pip-tools/depcache.json',
      '.cache/pip/http/x',
      'root/.pip/cache/x',
    ]);
  });

  it('leaves alone installed packages and settings', async () => {
    await expectLeft(pipCache, [
      'usr/lib/python3.11/site-packages/pip/_vendor/cachecontrol/cache.py',
      'srv/app/.cache/pipeline/x',
      'etc/pip.conf',
      'root/.config/pip/pip.conf',
    ]);
  });

  it('mounts the folder that was used', () => {
    expect(fixOf(pipCache, 'home/app/.cache/pip/http-v2')).toContain('target=/home/app/.cache/pip`');
    expect(fixOf(pipCache, '')).toContain('target=/root/.cache/pip`');
  });
});
