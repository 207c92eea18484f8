// COPY . . and its like.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule } from '../../support/judge-project.ts';

describe('context-copy-all', () => {
  test('is advice, priced by what nothing else names', async () => {
    const [finding] = await judgeRule('context-copy-all', {
      Dockerfile: 'FROM node\nCOPY lib /lib\nCOPY . .\n',
      lib: { a: fill(3_000_000) },
      src: { b: fill(1_500_000) },
    });
    expect(finding).toMatchObject({ severity: 'advice', line: 3 });
    expect(finding!.paths[0]).toMatchObject({ path: 'src', bytes: 1_500_000 });
  });

  test('is silent where it costs about nothing', async () => {
    expect(
      await judgeRule('context-copy-all', { Dockerfile: 'FROM node\nCOPY . .\n', a: fill(1000) }),
    ).toEqual([]);
  });
});
