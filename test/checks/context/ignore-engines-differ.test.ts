// Lists that mean different things to different builders.
import { describe, expect, test } from 'vitest';
import { judgeRule } from '../../support/judge-project.ts';

describe('ignore-engines-differ', () => {
  const tree = { Dockerfile: 'FROM scratch\nCOPY . /\n', a: { b: { f: 'secret' } }, barfoo: 'x', 'c++': 'y' };

  test.each([
    ['a/b\n!a\n', ['a/b/f']],
    ['**foo\n', ['barfoo']],
  ])('%j', async (ignore, paths) => {
    const [finding] = await judgeRule('ignore-engines-differ', { ...tree, '.dockerignore': ignore });
    expect(finding!.severity).toBe('warning');
    expect(finding!.paths.map(({ path }) => path)).toEqual(paths);
    expect(finding!.message).toContain('podman');
  });

  test('tells of a list with which another builder ends', async () => {
    const [finding] = await judgeRule('ignore-engines-differ', { ...tree, '.dockerignore': 'c++\n' });
    expect(finding!.message).toContain('podman ends the build');
  });

  test('is silent where they agree', async () => {
    for (const ignore of ['*\n!a\n', 'a\n!a/b\n', '**/node_modules\n*.log\n!keep.log\n'])
      expect(await judgeRule('ignore-engines-differ', { ...tree, '.dockerignore': ignore })).toEqual([]);
  });
});
