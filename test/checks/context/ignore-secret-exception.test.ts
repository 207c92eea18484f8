// Exceptions that take something secret back.
import { describe, expect, test } from 'vitest';
import { judgeRule } from '../../support/judge-project.ts';
import { makeKey } from '../../support/make-key.ts';

describe('ignore-secret-exception', () => {
  const tree = { Dockerfile: 'FROM scratch\nCOPY . /\n', config: { '.env': 'A=1', 'app.json': '{}' } };

  test('warns by names where contents are not searched', async () => {
    const [finding] = await judgeRule('ignore-secret-exception', {
      ...tree,
      '.dockerignore': '*\n!config\n',
    });
    expect(finding).toMatchObject({ severity: 'warning', line: 2, paths: [{ path: 'config/.env' }] });
  });

  test('is an error where a secret was found, and silent where none was', async () => {
    const secret = {
      ...tree,
      '.dockerignore': '*\n!config\n',
      config: { 'app.json': makeKey() },
    };
    const found = await judgeRule('ignore-secret-exception', secret, { isSearched: true });
    expect(found).toMatchObject([{ severity: 'error', paths: [{ path: 'config/app.json' }] }]);
    const clean = { ...tree, '.dockerignore': '*\n!config\n' };
    expect(await judgeRule('ignore-secret-exception', clean, { isSearched: true })).toEqual([]);
  });
});
