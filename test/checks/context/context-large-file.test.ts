// Large files that come along.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule, pathsOf } from '../../support/judge-project.ts';

describe('context-large-file', () => {
  test('tells of files that only come along with everything', async () => {
    const findings = await judgeRule('context-large-file', {
      Dockerfile: 'FROM scratch\nCOPY . /\n',
      'film.mp4': fill(20_000_000),
    });
    expect(findings[0]).toMatchObject({ severity: 'warning', bytes: 20_000_000, line: 2 });
    expect(pathsOf(findings)).toEqual(['film.mp4']);
  });

  test('leaves alone what a line of the ignore file names', async () => {
    const tree = {
      Dockerfile: 'FROM scratch\nCOPY . /\n',
      '.dockerignore': '*\n!.git\n',
      '.git': { pack: fill(20_000_000) },
    };
    expect(await judgeRule('context-large-file', tree)).toEqual([]);
  });

  test('leaves alone what an instruction names, and what another rule has taken', async () => {
    const tree = {
      Dockerfile: 'FROM node\nCOPY . /\nCOPY model.bin /m\nRUN npm ci\n',
      'model.bin': fill(20_000_000),
      node_modules: { big: fill(20_000_000) },
    };
    expect(await judgeRule('context-large-file', tree)).toEqual([]);
  });
});
