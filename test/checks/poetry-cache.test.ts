import { describe, it } from 'vitest';
import { poetryCache } from '../../src/checks/poetry-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('poetry-cache', () => {
  it('finds repositories and artifacts', async () => {
    await expectFound(poetryCache, [
      'root/.cache/pypoetry/cache/repositories/PyPI/x',
      'home/app/.cache/pypoetry/artifacts/a/b/x.whl',
    ]);
  });

  it('leaves alone the environments, which are the application', async () => {
    await expectLeft(poetryCache, [
      'root/.cache/pypoetry/virtualenvs/app-py3.12/lib/python3.12/site-packages/x.py',
    ]);
  });
});
