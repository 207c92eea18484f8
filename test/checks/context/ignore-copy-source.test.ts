// Sources of COPY that the ignore file keeps back.
import { describe, expect, test } from 'vitest';
import { judgeRule } from '../../support/judge-project.ts';

describe('ignore-copy-source', () => {
  test.each([
    ['a file', 'COPY app.js /', 'app.js\n', 1],
    ['a folder', 'COPY lib /lib', '# x\nlib\n', 2],
    ['a file in an ignored folder', 'COPY lib/a.js /', 'lib\n', 1],
    ['all that a wildcard matches', 'COPY *.js /', '*.js\n', 1],
    ['a folder before a wildcard', 'COPY lib/*.js /', 'lib\n', 1],
    ['the source of a mount', 'RUN --mount=type=bind,source=app.js,target=/a cat /a', '*.js\n', 1],
  ])('is an error for %s', async (_, instruction, ignore, line) => {
    const [finding] = await judgeRule('ignore-copy-source', {
      Dockerfile: `FROM scratch\n${instruction}\n`,
      '.dockerignore': ignore,
      'app.js': 'x',
      lib: { 'a.js': 'y' },
    });
    expect(finding).toMatchObject({ severity: 'error', line: 2 });
    expect(finding!.message).toContain(`line ${line} of .dockerignore`);
  });

  test('knows exceptions, where other linters fall silent', async () => {
    const tree = { Dockerfile: 'FROM scratch\nCOPY lib /lib\n', lib: { a: 'x', b: 'y' } };
    expect(await judgeRule('ignore-copy-source', { ...tree, '.dockerignore': 'lib\n!lib/a\n' })).toEqual([]);
    const other = { ...tree, '.dockerignore': '*\n!src\n', src: { c: 'z' } };
    expect(await judgeRule('ignore-copy-source', other)).toMatchObject([{ severity: 'error' }]);
  });

  test('warns where a wildcard comes without a lock file, and is silent about what is left out on purpose', async () => {
    const dockerfile = 'FROM node\nCOPY package*.json ./\n';
    const tree = { Dockerfile: dockerfile, 'package.json': '{}', 'package-lock.json': '{}' };
    const partly = await judgeRule('ignore-copy-source', { ...tree, '.dockerignore': 'package-lock.json\n' });
    expect(partly).toMatchObject([{ severity: 'warning', paths: [{ path: 'package-lock.json' }] }]);
    const tests = {
      Dockerfile: 'FROM node\nCOPY *.js ./\n',
      'a.js': 'x',
      'a.test.js': 'y',
      '.dockerignore': '*.test.js\n',
    };
    expect(await judgeRule('ignore-copy-source', tests)).toEqual([]);
  });

  test('says nothing of what is not there', async () => {
    const tree = { Dockerfile: 'FROM node\nCOPY dist /dist\n', '.dockerignore': 'dist\n' };
    expect(await judgeRule('ignore-copy-source', tree)).toEqual([]);
  });
});
