// What is sent and used by nothing.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule } from '../../support/judge-project.ts';

describe('context-unused', () => {
  const tree = { Dockerfile: 'FROM scratch\nCOPY app /app\n', app: { a: 'x' }, data: { b: fill(1_500_000) } };

  test('tells of it with builders that send the whole folder', async () => {
    const [finding] = await judgeRule('context-unused', tree, { engine: 'podman' });
    expect(finding).toMatchObject({ severity: 'warning', fate: { kind: 'sent' } });
    expect(finding!.paths[0]).toEqual({ path: 'data', bytes: 1_500_000, files: 1 });
  });

  test('is silent with BuildKit, which sends what is used', async () => {
    expect(await judgeRule('context-unused', tree)).toEqual([]);
  });
});
