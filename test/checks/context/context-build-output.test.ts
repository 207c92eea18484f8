// Build output: only where the Dockerfile makes it again.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule, pathsOf } from '../../support/judge-project.ts';

const NODE = 'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n';

describe('context-build-output', () => {
  test.each([
    ['dist', NODE, 'package.json'],
    ['target', 'FROM rust\nCOPY . .\nRUN cargo build --release\n', 'Cargo.toml'],
    ['target', 'FROM maven\nCOPY . .\nRUN mvn package\n', 'pom.xml'],
    ['build', 'FROM gradle\nCOPY . .\nRUN ./gradlew build\n', 'build.gradle'],
  ])('takes %s where the build makes it', async (name, dockerfile, project) => {
    const findings = await judgeRule('context-build-output', {
      Dockerfile: dockerfile,
      [project]: '{}',
      [name]: { out: fill(1_200_000) },
    });
    expect(pathsOf(findings)).toEqual([name]);
    expect(findings[0]!.severity).toBe('warning');
  });

  test('leaves alone what no RUN makes, and folders of the name in projects of another kind', async () => {
    const tree = { 'package.json': '{}', dist: { out: fill(1_200_000) } };
    expect(
      await judgeRule('context-build-output', { ...tree, Dockerfile: 'FROM nginx\nCOPY . /srv\n' }),
    ).toEqual([]);
    const other = { Dockerfile: 'FROM rust\nCOPY . .\nRUN cargo build\n', target: { a: fill(1_200_000) } };
    expect(await judgeRule('context-build-output', other)).toEqual([]);
  });
});
