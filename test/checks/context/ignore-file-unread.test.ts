// Ignore files that do not count.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule } from '../../support/judge-project.ts';

describe('ignore-file-unread', () => {
  const tree = { Dockerfile: 'FROM node\nCOPY . .\n', data: { a: fill(1_500_000) } };

  test('tells of the one that is shadowed, by what it would keep back', async () => {
    const [finding] = await judgeRule('ignore-file-unread', {
      ...tree,
      'Dockerfile.dockerignore': '*.md\n',
      '.dockerignore': 'data\n',
    });
    expect(finding).toMatchObject({ severity: 'warning', bytes: 1_500_000 });
    expect(finding!.message).toContain('Dockerfile.dockerignore counts and .dockerignore does not');
  });

  test('tells of .containerignore with builders that do not read it, and not with podman', async () => {
    const [finding] = await judgeRule('ignore-file-unread', { ...tree, '.containerignore': 'data\n' });
    expect(finding!.message).toContain('buildkit does not read .containerignore');
    const podman = await judgeRule(
      'ignore-file-unread',
      { ...tree, '.containerignore': 'data\n' },
      { engine: 'podman' },
    );
    expect(podman).toEqual([]);
  });

  test('is silent where both say the same', async () => {
    const same = { ...tree, 'Dockerfile.dockerignore': 'data\n', '.dockerignore': 'data\n' };
    expect(await judgeRule('ignore-file-unread', same)).toEqual([]);
  });
});
