// Tests and documents that come along with everything.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule, pathsOf } from '../../support/judge-project.ts';

describe('context-tests', () => {
  const tree = {
    docs: { a: fill(1_000_000) },
    tests: { b: fill(500_000) },
    src: { tests: { c: fill(5_000_000) } },
  };

  test('is advice about those in the root', async () => {
    const findings = await judgeRule('context-tests', { ...tree, Dockerfile: 'FROM python\nCOPY . /app\n' });
    expect(pathsOf(findings)).toEqual(['docs', 'tests']);
    expect(findings[0]!.severity).toBe('advice');
  });

  test('leaves alone what a RUN reads, and what an instruction names', async () => {
    const dockerfile = 'FROM python\nCOPY . /app\nCOPY docs /docs\nRUN pytest\n';
    expect(await judgeRule('context-tests', { ...tree, Dockerfile: dockerfile })).toEqual([]);
  });
});
