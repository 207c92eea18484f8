// Lines written as for git or a shell.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule } from '../../support/judge-project.ts';

describe('ignore-syntax', () => {
  const tree = { Dockerfile: 'FROM scratch\nCOPY . /\n', certs: { 'a.pem': fill(20_000) }, 'b.txt': 'x' };

  test.each([
    ['**/*.{pem,key}', 'warning', 20_000, '`**/*.pem`, `**/*.key`'],
    ['certs # not these', 'warning', 20_000, '`certs`'],
    ['[!a]*.md', 'advice', 0, '`[^a]*.md`'],
  ])('%s', async (line, severity, bytes, fix) => {
    const [finding] = await judgeRule('ignore-syntax', { ...tree, '.dockerignore': `${line}\n` });
    expect(finding).toMatchObject({ severity, bytes, line: 1 });
    expect(finding!.fix).toContain(fix);
  });

  test('is silent about lines that mean what they say', async () => {
    const ignore = '# {a,b}\n*.md\n[a-c]*\n{one}\n';
    expect(await judgeRule('ignore-syntax', { ...tree, '.dockerignore': ignore })).toEqual([]);
  });
});
