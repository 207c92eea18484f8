// Exceptions with wildcards, for which ignored folders are walked.
import { describe, expect, test } from 'vitest';
import { judgeRule } from '../../support/judge-project.ts';

const many = Object.fromEntries(Array.from({ length: 1_100 }, (_, i) => [`f${i}`, '']));
const tree = { Dockerfile: 'FROM scratch\nCOPY . /\n', data: many };

describe('ignore-wildcard-exception', () => {
  test('tells how much is walked for it', async () => {
    const [finding] = await judgeRule('ignore-wildcard-exception', {
      ...tree,
      '.dockerignore': 'data\n!*.md\n',
    });
    expect(finding).toMatchObject({ severity: 'advice', line: 2, paths: [{ path: 'data', files: 1_100 }] });
  });

  test('is silent without a wildcard, with one at the end, and where little is walked', async () => {
    for (const ignore of ['data\n!README.md\n', 'data\n!docs/**\n'])
      expect(await judgeRule('ignore-wildcard-exception', { ...tree, '.dockerignore': ignore })).toEqual([]);
    const small = {
      Dockerfile: 'FROM scratch\nCOPY . /\n',
      '.dockerignore': 'data\n!*.md\n',
      data: { a: '' },
    };
    expect(await judgeRule('ignore-wildcard-exception', small)).toEqual([]);
  });
});
