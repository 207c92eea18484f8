import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from '../../fleet/update/graph/made-repository.ts';
import { validateSchema } from '../../report/validate-schema.ts';
import { runHere } from '../../support/run-here.ts';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../schema/update-graph.json', import.meta.url), 'utf8'),
);
const D = '$';
const FILES = {
  'plimsoll.yaml': `images:
  - { name: acme/os, dockerfile: os/Dockerfile, refresh: 7d }
  - { name: acme/tools, dockerfile: tools/Dockerfile, args: { TOKEN: hidden-value }, platforms: [linux/amd64, linux/arm64] }
  - { name: acme/alone, dockerfile: alone/Dockerfile }
`,
  'os/Dockerfile': 'FROM debian:12\n',
  'tools/Dockerfile': `ARG TOKEN\nFROM golang:1.22 AS build\nRUN --mount=type=secret,id=npm x\nFROM acme/os\nCOPY --from=build /a /b\n`,
  'alone/Dockerfile': 'FROM scratch\n',
  'docker-bake.hcl':
    'target "app" {\n  tags = ["acme/app"]\n  contexts = { base = "docker-image://acme/tools" }\n}\n',
  Dockerfile: `ARG TAG\nFROM base\nCOPY --from=alpine:${D}TAG / /\n`,
};
const run = (args: readonly string[], env = {}) =>
  runHere(['update', 'graph', ...args, '--platform', 'linux/amd64'], env, []);

test('as text: images below what they stand on, then findings', async () => {
  const { exitCode, output, complaint } = await run([makeRepository(FILES)]);
  expect(complaint).toBe('');
  expect(output).toBe(`4 images in 2 waves, 1 edge between them, 2 bases of elsewhere

docker.io/library/debian:12
  acme/os:latest
    acme/tools:latest; built with docker.io/library/golang:1.22
on nothing
  acme/alone:latest
  acme/app:latest

1 finding
Dockerfile:3: unreadable: COPY --from takes no variables
`);
  expect(exitCode).toBe(0);
});

test('as JSON, by its schema, with paths from the root and no value of an argument', async () => {
  const folder = makeRepository({ ...FILES, Dockerfile: 'FROM base\n' });
  const { output } = await run([folder, '--format', 'json']);
  const report = JSON.parse(output);
  expect(validateSchema(SCHEMA, report, true)).toEqual([]);
  expect(output).not.toContain('hidden-value');
  expect(output).not.toContain(folder);
  expect(report).toMatchObject({ waves: 3, findings: [] });
  expect(report.images.map(({ id, wave }: { id: string; wave: number }) => [id, wave])).toEqual([
    ['acme/alone:latest', 0],
    ['acme/os:latest', 0],
    ['acme/tools:latest', 1],
    ['acme/app:latest', 2],
  ]);
  expect(report.images[2]).toEqual({
    id: 'acme/tools:latest',
    wave: 1,
    references: ['acme/tools:latest'],
    place: { kind: 'settings', file: 'plimsoll.yaml', line: 3 },
    build: {
      context: 'tools',
      dockerfile: 'tools/Dockerfile',
      target: null,
      args: ['TOKEN'],
      namedContexts: [],
      secrets: ['npm'],
      platforms: ['linux/amd64', 'linux/arm64'],
    },
    refreshSeconds: null,
  });
  expect(report.uses.at(-1)).toEqual({
    image: 'acme/app:latest',
    on: 'acme/tools:latest',
    isExternal: false,
    kind: 'from',
    stage: '0',
    line: 1,
    written: 'base',
    context: 'base',
    platforms: null,
  });
});

test('as dot, and only what has to do with one image or base', async () => {
  const folder = makeRepository({ ...FILES, Dockerfile: 'FROM base\n' });
  const { output } = await run([folder, '--format', 'dot', '--image', 'acme/os']);
  expect(output).toBe(`digraph update {
  rankdir=LR;
  node [shape=box, fontname="sans-serif"];
  i0 [label="acme/os:latest"];
  i1 [label="acme/tools:latest"];
  i2 [label="acme/app:latest"];
  b0 [label="docker.io/library/debian:12", style=dashed];
  b0 -> i0;
  b1 [label="docker.io/library/golang:1.22", style=dashed];
  b1 -> i1 [style=dashed];
  i0 -> i1;
  i1 -> i2;
}
`);
  const base = await run([folder, '--image', 'golang:1.22']);
  expect(base.output).toContain('acme/tools:latest');
  expect(base.output).not.toContain('acme/os:latest\n');
  const none = await run([folder, '--image', 'acme/none']);
  expect(none.exitCode).toBe(2);
  expect(none.complaint).toContain('there is no such image in the graph');
});

test('cycles and double names are findings that fail; settings can be elsewhere; variables count', async () => {
  const folder = makeRepository({
    'a/Dockerfile': 'FROM acme/b:7\n',
    'b/Dockerfile': 'FROM acme/a:7\n',
    'bake/x.hcl': `variable "TAG" {}\ntarget "a" {\n context = "a"\n tags = ["acme/a:${D}{TAG}"]\n}\ntarget "b" {\n context = "b"\n tags = ["acme/b:${D}{TAG}"]\n}\n`,
  });
  const settings = makeRepository({ 'other.yaml': 'update: { definitions: bake/*.hcl }\n' });
  const { exitCode, output } = await run([folder, '--config', join(settings, 'other.yaml')], { TAG: '7' });
  expect(exitCode).toBe(1);
  expect(output).toContain(
    'a/Dockerfile:1: cycle: images need each other: acme/a:7 needs acme/b:7 needs acme/a:7',
  );
  const wrong = makeRepository({ 'plimsoll.yaml': 'image: []\n' });
  const refused = await run([wrong]);
  expect(refused.exitCode).toBe(2);
  expect(refused.complaint).toContain("unknown key 'image' (did you mean 'images'?)");
});

test('images without a Dockerfile come from a snapshot', async () => {
  const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
  const image = { os: 'linux', architecture: 'amd64' };
  const snapshot = {
    kind: 'fleet-snapshot',
    at: '2026-01-01T00:00:00Z',
    images: [
      { ...image, repository: 'acme/os', tags: ['latest'], digest: digest('1'), layers: [[digest('a'), 1]] },
      {
        ...image,
        repository: 'old/app',
        tags: ['1'],
        digest: digest('2'),
        layers: [
          [digest('a'), 1],
          [digest('b'), 1],
        ],
      },
      {
        ...image,
        repository: 'old/job',
        tags: ['1'],
        digest: digest('3'),
        base: 'old/base:2',
        layers: [[digest('c'), 1]],
      },
      {
        ...image,
        repository: 'old/cron',
        tags: ['1'],
        digest: digest('4'),
        base: 'old/job:1',
        layers: [[digest('d'), 1]],
      },
    ],
  };
  const folder = makeRepository({
    ...FILES,
    Dockerfile: 'FROM base\n',
    'fleet.json': JSON.stringify(snapshot),
  });
  const { output } = await run([folder, '--snapshot', join(folder, 'fleet.json'), '--format', 'json']);
  const report = JSON.parse(output);
  expect(validateSchema(SCHEMA, report, true)).toEqual([]);
  const uses = report.uses.map(({ image: id, kind, on }: Record<string, string>) => `${id} ${kind} ${on}`);
  expect(uses).toEqual([
    'acme/os:latest from docker.io/library/debian:12',
    'old/job:1 annotation docker.io/old/base:2',
    'acme/tools:latest builder-from docker.io/library/golang:1.22',
    'acme/tools:latest from acme/os:latest',
    'old/app:1 layers acme/os:latest',
    'old/cron:1 annotation old/job:1',
    'acme/app:latest from acme/tools:latest',
  ]);
  expect(report.images.find(({ id }: { id: string }) => id === 'old/app:1')).toMatchObject({
    build: null,
    place: { kind: 'snapshot' },
  });
});
