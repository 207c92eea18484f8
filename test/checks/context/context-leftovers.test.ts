// What editors and systems leave.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule, pathsOf } from '../../support/judge-project.ts';

describe('context-leftovers', () => {
  test('takes folders of editors and files of systems', async () => {
    const findings = await judgeRule('context-leftovers', {
      Dockerfile: 'FROM python\nCOPY . /app\n',
      '.idea': { index: fill(1_000_000) },
      src: { '.DS_Store': fill(6_000), 'a.py~': fill(10) },
    });
    expect(pathsOf(findings)).toEqual(['.idea', 'src/.DS_Store', 'src/a.py~']);
    expect(findings[0]!.severity).toBe('warning');
  });

  test('is silent about a single small one', async () => {
    const tree = { Dockerfile: 'FROM python\nCOPY . /app\n', '.DS_Store': fill(6_000) };
    expect(await judgeRule('context-leftovers', tree)).toEqual([]);
  });
});
