// No ignore file where everything is sent.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule } from '../../support/judge-project.ts';

describe('ignore-file-missing', () => {
  const dockerfile = 'FROM node\nCOPY . .\nRUN npm ci\n';

  test('warns by what is sent without need, else advises', async () => {
    const tree = { Dockerfile: dockerfile, node_modules: { a: fill(2_000_000) } };
    expect(await judgeRule('ignore-file-missing', tree)).toMatchObject([
      { severity: 'warning', bytes: 0, line: 2 },
    ]);
    expect(await judgeRule('ignore-file-missing', { Dockerfile: dockerfile })).toMatchObject([
      { severity: 'advice' },
    ]);
  });

  test('is silent where there is one, and where only what is named is sent', async () => {
    expect(await judgeRule('ignore-file-missing', { Dockerfile: dockerfile, '.dockerignore': '' })).toEqual(
      [],
    );
    expect(await judgeRule('ignore-file-missing', { Dockerfile: 'FROM node\nCOPY a a\n', a: 'x' })).toEqual(
      [],
    );
  });
});
