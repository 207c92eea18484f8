// Caches of tools: they speed up work on the host, and are made anew where they are missing.
import type { ContextPathRule } from './context-rule.ts';

export const contextCaches: ContextPathRule = {
  kind: 'paths',
  id: 'context-caches',
  title: 'caches of tools that are sent',
  severity: 'warning',
  floorBytes: 1_000_000,
  silentBytes: 10_000,
  folders: [
    '__pycache__',
    '.pytest_cache',
    '.mypy_cache',
    '.ruff_cache',
    '.pytype',
    '.hypothesis',
    '.ipynb_checkpoints',
    '.tox',
    '.nox',
    '.gradle',
    '.parcel-cache',
    '.turbo',
    '.nx',
    '.angular',
    '.sass-cache',
    '.jekyll-cache',
    '.eslintcache',
    '.nyc_output',
    '.terraform',
    '.serverless',
    '.ccache',
    '.bloop',
    '.metals',
    '.dart_tool',
    '.phpunit.cache',
    'htmlcov',
  ],
  files: [
    '.eslintcache',
    '.stylelintcache',
    '*.pyc',
    '*.pyo',
    '*.tsbuildinfo',
    '.phpunit.result.cache',
    '.coverage',
  ],
  // A wrapper's settings are needed, and lie elsewhere (gradle/wrapper); compiled files without their source are the program.
  isNeedless: ({ name, parent }, judged) => {
    if (!/\.py[co]$/.test(name)) return true;
    const source = name.replace(/\.py[co]$/, '.py');
    return judged.hasAt(parent, source);
  },
  what: 'caches of tools',
};
