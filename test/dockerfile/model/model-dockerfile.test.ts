import { describe, expect, test } from 'vitest';
import type { DockerfileModel } from '../../../src/dockerfile/model/dockerfile-model.ts';
import { type ModelInputs, modelDockerfile } from '../../../src/dockerfile/model/model-dockerfile.ts';
import { readStages } from '../../../src/dockerfile/stages/read-stages.ts';
import { errorOf, parseText } from '../parse-text.ts';

function model(text: string, inputs: ModelInputs = {}): DockerfileModel {
  return modelDockerfile(readStages(parseText(text)), inputs);
}

const STAGES = `FROM debian AS a
RUN make
FROM a AS b
RUN make
FROM debian AS c
COPY --from=a /out /in
FROM c AS unused
FROM c AS mounted
FROM c
COPY --from=b --chown=1 /x/ y* /z/
RUN --mount=from=mounted,source=/q,target=/q ls
`;

describe('what ships', () => {
  test('is the target, what it is FROM, and parts of what it copies from', () => {
    const { stages } = model(STAGES);
    expect(stages.map(({ ships }) => ships)).toEqual([
      'parts',
      'parts',
      'whole',
      'nothing',
      'nothing',
      'whole',
    ]);
    expect(stages.map(({ isBuilt }) => isBuilt)).toEqual([true, true, true, false, true, true]);
    expect(stages.map(({ isTarget }) => isTarget)).toEqual([false, false, false, false, false, true]);
  });

  test('is told with what is taken, by whom, and where', () => {
    const { stages } = model(STAGES);
    expect(stages.map(({ copiedOut }) => copiedOut)).toEqual([
      [{ paths: ['/out'], to: '/in', line: 6, stageIndex: 2, kind: 'copy' }],
      [{ paths: ['/x', '/y*'], to: '/z/', line: 10, stageIndex: 5, kind: 'copy' }],
      [],
      [],
      [{ paths: ['/q'], line: 11, stageIndex: 5, kind: 'mount' }],
      [],
    ]);
  });

  test('depends on the target', () => {
    const { stages } = model(STAGES, { target: 'b' });
    expect(stages.map(({ ships }) => ships)).toEqual([
      'whole',
      'whole',
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ]);
  });

  test('counts stages that are taken by their number', () => {
    const { stages } = model('FROM debian\nRUN ls\nFROM scratch\nCOPY --from=0 /a /\n');
    expect(stages.map(({ ships }) => ships)).toEqual(['parts', 'whole']);
  });

  test('is nothing of stages that the build never makes, whose steps are there all the same', () => {
    const { stages } = model('FROM debian AS a\nRUN apt-get update\nFROM scratch\n');
    expect(stages[0]).toMatchObject({ ships: 'nothing', isBuilt: false, family: 'debian' });
    expect(stages[0]!.steps[0]!.effects.map(({ kind }) => kind)).toEqual(['update-index']);
  });
});

describe('a step', () => {
  test('knows folder, user and shell, which stages hand on', () => {
    const { stages } = model(`FROM someone/image AS a
RUN ls
WORKDIR /w
USER app
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
FROM a
RUN ls
SHELL ["pwsh", "-c"]
RUN ls
`);
    const told = stages.flatMap(({ steps }) =>
      steps.map(({ instruction: { name }, cwd, user, shell }) => [name, cwd, user, shell]),
    );
    expect(told.filter(([name]) => name === 'RUN')).toEqual([
      ['RUN', undefined, undefined, 'sh'],
      ['RUN', '/w', 'app', 'bash'],
      ['RUN', '/w', 'app', 'other'],
    ]);
  });

  test("has the base image's own variables where they are known", () => {
    const readBase = () => ({ env: { V: '1' }, workingDirectory: '/b', triggers: ['RUN apt-get update'] });
    const { steps } = model('FROM x\nRUN rm $V\n', { readBase }).stages[0]!;
    expect(steps.map(({ effects: [effect] }) => effect)).toMatchObject([
      { kind: 'update-index' },
      { kind: 'remove', paths: ['/b/1'] },
    ]);
  });

  test('sees HOME where the user is root', () => {
    const { steps } = model('FROM x\nRUN rm ~/a\nUSER app\nRUN rm ~/a\nENV HOME=/h\nRUN rm ~/a\n').stages[0]!;
    expect(steps.flatMap(({ effects }) => effects)).toMatchObject([
      { paths: ['/root/a'] },
      { paths: [] },
      { paths: ['/h/a'] },
    ]);
  });

  test("is a build argument's value, that of the command line too", () => {
    const paths = (inputs: ModelInputs) =>
      model('FROM x\nARG A=/a\nARG B\nRUN rm $A $B\n', inputs).stages[0]!.steps.at(-1)!.effects;
    expect(paths({})).toMatchObject([{ paths: ['/a'], isComplete: false }]);
    expect(paths({ buildArgs: { A: '/c', B: '/d' } })).toMatchObject([
      { paths: ['/c', '/d'], isComplete: true },
    ]);
  });
});

describe('the family', () => {
  test.each([
    ['FROM someone/x\nRUN apt-get update', 'debian'],
    ['FROM someone/x\nRUN apk add y', 'alpine'],
    ['FROM someone/x\nRUN if a; then apt-get update; fi', 'unknown'],
    ['FROM someone/x\nRUN apt-get update && apk add y', 'unknown'],
    ['FROM someone/x', 'unknown'],
    ['FROM scratch', 'unknown'],
    ['FROM debian AS a\nFROM a', 'debian'],
    ['FROM someone/x AS a\nRUN apk add y\nFROM a\nRUN ls', 'alpine'],
  ])('of %j is %s', (text, family) => {
    expect(model(text).stages.at(-1)!.family).toBe(family);
  });

  test('of Windows leaves RUN unread', () => {
    expect(
      model('FROM mcr.microsoft.com/windows/nanoserver\nRUN dir').stages[0]!.steps[0]!.script,
    ).toBeUndefined();
  });
});

describe('the front end', () => {
  test.each([
    ['# syntax=docker/dockerfile:1\nFROM x', undefined, ['hasMounts', 'hasHeredocs', 'hasCopyParents']],
    ['# syntax=docker/dockerfile:1.3\nFROM x', undefined, ['hasMounts']],
    ['# syntax=docker.io/docker/dockerfile:1.4.2@sha256:00\nFROM x', undefined, ['hasMounts', 'hasHeredocs']],
    ['# syntax=someone/else\nFROM x', undefined, []],
    ['FROM x', undefined, []],
    ['FROM x', '1.4', ['hasMounts', 'hasHeredocs']],
    ['FROM x\nRUN --mount=type=tmpfs,target=/t ls', undefined, ['hasMounts']],
    ['FROM x\nCOPY --link a /b', undefined, ['hasMounts', 'hasHeredocs']],
    ['FROM x\nRUN <<EOF\nls\nEOF', undefined, ['hasMounts', 'hasHeredocs']],
  ])('of %j with %s allows %j', (text, frontEndVersion, expected) => {
    const { frontEnd } = model(text, frontEndVersion === undefined ? {} : { frontEndVersion });
    const allowed = (['hasMounts', 'hasHeredocs', 'hasCopyParents'] as const).filter(
      (name) => frontEnd[name],
    );
    expect(allowed).toEqual(expected);
  });
});

test('a file that BuildKit refuses has no model', () => {
  expect(errorOf(() => model('FROM a AS b\nFROM x\nCOPY --from=2 a b')).code).toBe('DOCKERFILE_INVALID');
});
