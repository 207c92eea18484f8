import { describe, it } from 'vitest';
import { developerToolCache } from '../../src/checks/developer-tool-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('developer-tool-cache', () => {
  it('finds caches and reports', async () => {
    await expectFound(
      developerToolCache,
      [
        'srv/app/.pytest_cache/v/cache/nodeids',
        'srv/app/tests/__pycache__/test_a.cpython-312-pytest-8.0.0.pyc',
        'srv/app/.mypy_cache/3.12/a.data.json',
        'srv/app/.ruff_cache/0.4.0/1a',
        'srv/app/.pytype/x',
        'srv/app/.pyre/x',
        'srv/app/.hypothesis/unicode_data/15.0.0/charmap.json.gz',
        'srv/app/.tox/py312/bin/python',
        'srv/app/.nox/tests/bin/python',
        'srv/app/.ipynb_checkpoints/a-checkpoint.ipynb',
        'srv/app/htmlcov/index.html',
        'srv/app/.nyc_output/1a.json',
        'srv/app/.eslintcache',
        'srv/app/.stylelintcache',
        'srv/app/.phpunit.cache/test-results',
        'srv/app/.phpunit.result.cache',
        'srv/app/.php-cs-fixer.cache',
        'root/.cache/rubocop_cache/x',
        'root/.cache/black/24.1.0/x',
        'root/.cache/pylint/a_1.stats',
      ],
      ['srv/app/tests/__pycache__/test_a.cpython-312.pyc', 'srv/app/tox.ini', 'srv/app/.eslintrc.json'],
    );
  });

  it('leaves alone the environments of tox and nox where they run', async () => {
    await expectLeft(developerToolCache, ['srv/app/.tox/py312/bin/python'], {
      command: ['tox', '-e', 'py312'],
    });
    await expectLeft(developerToolCache, ['.nox/tests/bin/pytest'], { command: ['.nox/tests/bin/pytest'] });
    await expectFound(developerToolCache, ['srv/app/.mypy_cache/x'], [], { command: ['tox'] });
  });
});
