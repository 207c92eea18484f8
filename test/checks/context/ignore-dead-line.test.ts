// Lines that decide nothing.
import { describe, expect, test } from 'vitest';
import { judgeRule } from '../../support/judge-project.ts';

describe('ignore-dead-line', () => {
  test.each([
    ['node_modules\nnode_modules/x\n', 2, 'line 1 (`node_modules`) takes all of it already'],
    ['a\nb\na\n', 3, 'line 1 (`a`)'],
    ['**/*.log\nlogs/a.log\n', 2, 'line 1'],
    ['!keep\nfoo\n', 1, 'no line before it ignores it'],
    ['../secret\n', 1, 'matches nothing'],
    ['foo\n!foo\n', 1, 'line 2 takes all of it back'],
  ])('%j', async (ignore, line, words) => {
    const findings = await judgeRule('ignore-dead-line', {
      Dockerfile: 'FROM scratch\nCOPY . /\n',
      '.dockerignore': ignore,
    });
    expect(findings).toMatchObject([{ severity: 'advice', line }]);
    expect(findings[0]!.message).toContain(words);
  });

  test('leaves lines alone that may matter', async () => {
    const ignore = '*.log\n!keep.log\n*.log.old\nnode_modules\n*\n!src\nsrc/node_modules\n';
    const tree = { Dockerfile: 'FROM scratch\nCOPY . /\n', '.dockerignore': ignore };
    expect(await judgeRule('ignore-dead-line', tree)).toEqual([]);
  });
});
