// Caches of tools.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule, pathsOf } from '../../support/judge-project.ts';

describe('context-caches', () => {
  test('takes caches at any depth', async () => {
    const findings = await judgeRule('context-caches', {
      Dockerfile: 'FROM python\nCOPY . /app\n',
      app: { __pycache__: { 'a.pyc': fill(1_100_000) }, 'a.py': 'x' },
      '.mypy_cache': { b: fill(20_000) },
    });
    expect(pathsOf(findings)).toEqual(['app/__pycache__', '.mypy_cache']);
    expect(findings[0]).toMatchObject({ severity: 'warning', bytes: 1_120_000 });
  });

  test('is silent below ten kilobytes, and without any', async () => {
    const tree = { Dockerfile: 'FROM python\nCOPY . /app\n', app: { __pycache__: { 'a.pyc': 'x' } } };
    expect(await judgeRule('context-caches', tree)).toEqual([]);
  });
});
