// Logs and dumps.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule, pathsOf } from '../../support/judge-project.ts';

describe('context-logs', () => {
  test('takes logs, whose line is for any folder', async () => {
    const findings = await judgeRule('context-logs', {
      Dockerfile: 'FROM python\nCOPY . /app\n',
      logs: { 'a.log': fill(2_000_000) },
    });
    expect(pathsOf(findings)).toEqual(['logs/a.log']);
    expect(findings[0]!.fix).toContain('`**/*.log`');
  });

  test('leaves fixtures of tests alone, and logs that an instruction names', async () => {
    const dockerfile = 'FROM python\nCOPY . /app\nCOPY seed.log /seed\n';
    const tree = {
      Dockerfile: dockerfile,
      'seed.log': fill(2_000_000),
      test: { fixtures: { 'b.log': fill(2_000_000) } },
    };
    expect(await judgeRule('context-logs', tree)).toEqual([]);
  });
});
