// Version control data: in an image always a warning, for a RUN that asks git advice.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule } from '../../support/judge-project.ts';

const COPY_ALL = 'FROM scratch\nCOPY . /\n';

describe('context-vcs', () => {
  test('warns of a history that reaches the image, whatever its size', async () => {
    const [finding] = await judgeRule('context-vcs', {
      Dockerfile: COPY_ALL,
      '.git': { config: fill(10) },
    });
    expect(finding).toMatchObject({
      severity: 'warning',
      bytes: 10,
      line: 2,
      fate: { kind: 'final-stage' },
      paths: [{ path: '.git', bytes: 10, files: 1 }],
    });
    expect(finding!.fix).toContain('`.git`');
  });

  test('is silent where a stage that is left behind has a small one, and where it is ignored', async () => {
    const dockerfile = 'FROM node AS build\nCOPY . /src\nFROM scratch\nCOPY --from=build /src/out /out\n';
    expect(await judgeRule('context-vcs', { Dockerfile: dockerfile, '.git': { config: 'x' } })).toEqual([]);
    const ignored = { Dockerfile: COPY_ALL, '.dockerignore': '.git\n', '.git': { config: 'x' } };
    expect(await judgeRule('context-vcs', ignored)).toEqual([]);
  });

  test('is advice where a RUN asks git, and says how', async () => {
    const [finding] = await judgeRule('context-vcs', {
      Dockerfile:
        'FROM golang AS build\nCOPY . /src\nRUN git describe > v\nFROM scratch\nCOPY --from=build /v /v\n',
      '.git': { pack: fill(2_000_000) },
    });
    expect(finding).toMatchObject({ severity: 'advice', fate: { kind: 'stage', stage: 'build' } });
    expect(finding!.fix).toContain('source=.git');
  });

  test('leaves alone what a line of the ignore file names', async () => {
    const tree = { Dockerfile: COPY_ALL, '.dockerignore': '*\n!.git\n', '.git': { HEAD: fill(5000) } };
    expect(await judgeRule('context-vcs', tree)).toEqual([]);
  });

  test('leaves alone what an instruction names', async () => {
    const named = { Dockerfile: 'FROM scratch\nCOPY . /\nCOPY .git /git\n', '.git': { HEAD: fill(5000) } };
    expect(await judgeRule('context-vcs', named)).toEqual([]);
  });
});
