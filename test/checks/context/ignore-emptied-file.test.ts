// Files that arrive empty.
import { describe, expect, test } from 'vitest';
import { judgeRule } from '../../support/judge-project.ts';

describe('ignore-emptied-file', () => {
  test('is an error for files that BuildKit lists and does not open', async () => {
    const tree = { Dockerfile: 'FROM scratch\nCOPY . /\n', d: { f: 'x' } };
    const findings = await judgeRule('ignore-emptied-file', { ...tree, '.dockerignore': 'd\n!d/f\nd\n' });
    expect(findings.flatMap(({ paths }) => paths.map(({ path }) => path))).toEqual(['d/f']);
    expect(findings[0]!.severity).toBe('error');
    expect(await judgeRule('ignore-emptied-file', { ...tree, '.dockerignore': 'd\n!d/f\n' })).toEqual([]);
  });
});
