// What linters, type checkers, test runners and notebooks keep in a project: of use to whoever works on it, nobody else.
import { runsProgram } from './exceptions/runs-program.ts';
import type { PathRule } from './rule.ts';

export const developerToolCache: PathRule = {
  kind: 'paths',
  id: 'developer-tool-cache',
  title: 'Caches and reports of linters and test runners',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/.pytest_cache/',
    '**/__pycache__/*-pytest-*.pyc',
    '**/.mypy_cache/',
    '**/.ruff_cache/',
    '**/.pytype/',
    '**/.pyre/',
    '**/.hypothesis/',
    '**/.tox/',
    '**/.nox/',
    '**/.ipynb_checkpoints/',
    '**/htmlcov/',
    '**/.nyc_output/',
    '**/.eslintcache',
    '**/.stylelintcache',
    '**/.phpunit.cache/',
    '**/.phpunit.result.cache',
    '**/.php-cs-fixer.cache',
    '**/.cache/rubocop_cache/',
    '**/.cache/black/',
    '**/.cache/pylint/',
  ],
  isExcused: ({ matchedFolder }, image) =>
    /(?:^|\/)\.[tn]ox$/.test(matchedFolder) && runsProgram(image, 'tox', 'nox', 'pytest'),
  what: 'caches and reports of linters and test runners',
  fix: 'Run linters and tests in a stage that the image is not made from.',
};
