import { expect, test } from 'vitest';
import type { BuildInputs } from '../../../src/dockerfile/evaluation/build-inputs.ts';
import { evaluateBuild } from '../../../src/dockerfile/evaluation/evaluate-build.ts';
import { listImageUses, listSecretIds } from '../../../src/dockerfile/evaluation/image-uses.ts';
import { parseDockerfile } from '../../../src/dockerfile/parsing/parse-dockerfile.ts';
import { readStages } from '../../../src/dockerfile/stages/read-stages.ts';

function read(lines: readonly string[], inputs: BuildInputs = {}) {
  const staged = readStages(parseDockerfile({ text: `${lines.join('\n')}\n`, encoding: 'utf8' }));
  const build = evaluateBuild(staged, { platform: 'linux/amd64', takesOpenBases: true, ...inputs });
  const uses = listImageUses(staged, build).map(({ kind, base, stage, line }) =>
    [kind, base.kind === 'image' ? base.reference : `<${base.name}>`, stage, line].join(' '),
  );
  return { uses, secretIds: listSecretIds(build) };
}

test('what the target stands on, what others stand on, and what is copied and mounted', () => {
  const lines = [
    'FROM golang:1 AS build',
    'FROM debian:12 AS base',
    'FROM base AS mid',
    'FROM unused AS unused',
    'FROM mid',
    'COPY --from=build /a /a',
    'COPY --from=1 /a /a',
    'COPY --from=busybox /b /b',
    'RUN --mount=from=alpine,target=/m --mount=type=cache,target=/c --mount=type=cache,from=cache:1,target=/d x',
    'RUN --mount=type=tmpfs,target=/t --mount=target=/ctx x',
  ];
  expect(read(lines).uses).toEqual([
    'builder-from docker.io/library/golang:1 build 1',
    'from docker.io/library/debian:12 base 2',
    'copy-from docker.io/library/busybox:latest 4 8',
    'mount-from docker.io/library/alpine:latest 4 9',
    'mount-from docker.io/library/cache:1 4 9',
  ]);
  expect(read(lines, { target: 'base' }).uses).toEqual(['from docker.io/library/debian:12 base 2']);
});

test('named contexts in the place of a base, of a stage and of a source', () => {
  const lines = [
    'FROM debian AS one',
    'FROM one AS two',
    'FROM busybox',
    'COPY --from=two / /',
    'COPY --from=three / /',
  ];
  const namedContexts = { one: 'docker-image://x', three: './three', busybox: 'docker-image://y' };
  expect(read(lines, { namedContexts }).uses).toEqual([
    'builder-from <one> two 2',
    'from <busybox> 2 3',
    'copy-from <three> 2 5',
  ]);
});

test('scratch and stages are nothing of elsewhere', () => {
  expect(read(['FROM scratch AS a', 'FROM a', 'COPY --from=a / /', 'COPY --from=scratch / /']).uses).toEqual(
    [],
  );
});

test('triggers of stages count where they run', () => {
  const lines = ['FROM debian AS a', 'ONBUILD COPY --from=busybox / /', 'FROM a AS b', 'FROM b'];
  expect(read(lines).uses).toEqual([
    'from docker.io/library/debian:latest a 1',
    'copy-from docker.io/library/busybox:latest b 2',
  ]);
});

test('ids of secrets', () => {
  const lines = [
    'FROM debian AS a',
    'RUN --mount=type=secret,id=one --mount=type=secret,source=two x',
    'RUN --mount=type=secret,target=/run/three --mount=type=secret,id=one,target=/x --mount=type=ssh x',
    'FROM debian AS b',
    'RUN --mount=type=secret,id=four x',
  ];
  expect(read(lines, { target: 'a' }).secretIds).toEqual(['one', 'three', 'two']);
});
