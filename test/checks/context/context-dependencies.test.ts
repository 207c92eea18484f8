// Dependency folders: only where the build installs them itself.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule, pathsOf } from '../../support/judge-project.ts';

const NODE = 'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n';

describe('context-dependencies', () => {
  test('takes node_modules where the build installs it, at any depth', async () => {
    const findings = await judgeRule('context-dependencies', {
      Dockerfile: NODE,
      'package.json': '{}',
      node_modules: { a: fill(1_500_000) },
      web: { 'package.json': '{}', node_modules: { b: fill(100) } },
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: 'warning', bytes: 1_500_100 });
    expect(pathsOf(findings)).toEqual(['node_modules', 'web/node_modules']);
    expect(findings[0]!.fix).toContain('`**/node_modules`');
  });

  test('names the line of the ignore file that counts in the root alone', async () => {
    const [finding] = await judgeRule('context-dependencies', {
      Dockerfile: NODE,
      '.dockerignore': '# deps\nnode_modules\n',
      web: { node_modules: { b: fill(2_000_000) } },
    });
    expect(finding!.fix).toContain('Line 2 of .dockerignore (`node_modules`)');
  });

  test('leaves alone what the build takes from the host, and what an instruction names', async () => {
    const tree = { 'package.json': '{}', node_modules: { a: fill(1_500_000) } };
    const rule = 'context-dependencies';
    expect(await judgeRule(rule, { ...tree, Dockerfile: 'FROM node\nCOPY . /app\n' })).toEqual([]);
    const named = 'FROM node\nCOPY node_modules /app/node_modules\nCOPY . /app\nRUN npm ci\n';
    expect(await judgeRule(rule, { ...tree, Dockerfile: named })).toEqual([]);
  });

  test('is silent where it costs about nothing', async () => {
    const tree = { Dockerfile: NODE, 'package.json': '{}', node_modules: { a: fill(100) } };
    expect(await judgeRule('context-dependencies', tree)).toEqual([]);
  });
});
