// Caches, logs, dumps, and what editors and systems leave behind: no build makes anything of them.
import type { RepairKind, RepairRule } from './repair-rule.ts';

const rule = (
  kind: RepairKind & ('cache' | 'log' | 'dropping'),
  type: RepairRule['type'],
  names: readonly string[],
  more: Partial<RepairRule> = {},
): RepairRule => ({ kind, names, type, spreads: true, ...more });

const CACHES: readonly RepairRule[] = [
  rule('cache', 'folder', [
    '__pycache__',
    '.pytest_cache',
    '.mypy_cache',
    '.ruff_cache',
    '.hypothesis',
    '.tox',
    '.nox',
    '.pytype',
  ]),
  rule(
    'cache',
    'folder',
    ['.npm', '.pnpm-store', '.parcel-cache', '.turbo', '.nx', '.vite', '.nyc_output', '.sass-cache'],
    {
      spreads: false,
    },
  ),
  rule(
    'cache',
    'folder',
    ['.cache', '.ccache', '.gradle', '.m2', '.jekyll-cache', '.phpunit.cache', '.scannerwork'],
    { spreads: false },
  ),
  rule('cache', 'folder', ['.ipynb_checkpoints']),
  rule('cache', 'folder', ['cache', 'tmp'], { within: '.dvc', spreads: false }),
  rule('cache', 'folder', ['cache'], { within: 'tmp', spreads: false }),
  rule('cache', 'folder', ['htmlcov'], { spreads: false }),
  rule('cache', 'folder', ['coverage'], { holds: 'lcov.info', spreads: false }),
  rule('cache', 'folder', ['coverage'], { holds: '.resultset.json', spreads: false }),
  rule('cache', 'file', ['*.pyc', '*.pyo']),
  rule(
    'cache',
    'file',
    [
      '.eslintcache',
      '.stylelintcache',
      '.jekyll-metadata',
      '.phpunit.result.cache',
      '.php-cs-fixer.cache',
      '.coverage',
    ],
    {
      spreads: false,
    },
  ),
];

const LOGS: readonly RepairRule[] = [
  rule('log', 'file', ['*.log', 'npm-debug.log*', 'yarn-debug.log*', 'yarn-error.log*']),
  rule('log', 'file', ['*.hprof', '*.heapsnapshot', '*.dmp', '*.stackdump']),
  rule('log', 'folder', ['wandb', 'lightning_logs', 'mlruns'], { spreads: false }),
];

const DROPPINGS: readonly RepairRule[] = [
  rule('dropping', 'folder', ['.idea', '.vscode', '.vs', '.fleet', '.history'], { spreads: false }),
  rule('dropping', 'file', ['*.swp', '*.swo', '*~']),
  rule('dropping', 'file', ['.DS_Store', 'Thumbs.db', 'desktop.ini', '._*', '.fuse_hidden*', '.nfs0*']),
  rule('dropping', 'folder', ['__MACOSX', '.Spotlight-V100', '.Trashes', '.fseventsd']),
  rule('dropping', 'folder', ['.vagrant', '.devenv', '.direnv'], { spreads: false }),
];

export const LEFTOVERS: readonly RepairRule[] = [...CACHES, ...LOGS, ...DROPPINGS];
