// Lines that are meant at any depth.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule, pathsOf } from '../../support/judge-project.ts';

describe('ignore-depth', () => {
  const dockerfile = 'FROM scratch\nCOPY . /\n';

  test('tells of what lies deeper and is called as the line says', async () => {
    const findings = await judgeRule('ignore-depth', {
      Dockerfile: dockerfile,
      '.dockerignore': '.env\ncoverage\n',
      api: { '.env': 'A=1', coverage: { a: fill(1_200_000) } },
    });
    expect(findings.map(({ line }) => line).sort()).toEqual([1, 2]);
    expect(pathsOf(findings).toSorted()).toEqual(['api/.env', 'api/coverage']);
    expect(findings.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  });

  test('leaves alone other names, lines that name the root, and examples', async () => {
    const tree = {
      Dockerfile: dockerfile,
      '.dockerignore': 'docs\n/coverage\n.env*\n',
      api: { docs: { a: fill(2_000_000) }, coverage: { a: fill(2_000_000) }, '.env.example': 'A=' },
    };
    expect(await judgeRule('ignore-depth', tree)).toEqual([]);
  });
});
