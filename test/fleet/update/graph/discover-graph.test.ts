import { join } from 'node:path';
import { expect, test } from 'vitest';
import { discover, edgesOf, findingsOf, makeRepository, readRepository } from './made-repository.ts';

const D = '$';

test('settings give names; every stage, copy and mount that the target needs is an edge', async () => {
  const graph = await readRepository({
    'plimsoll.yaml': `
images:
  - name: acme/$1
    dockerfile: images/*/Dockerfile
    refresh: 7d
    secrets: deploy
  - name: acme/app:1
    tags: [latest]
    dockerfile: app/Dockerfile
    target: prod
    args: { OS: os }
    context: .
`,
    'images/os/Dockerfile': 'FROM debian:bookworm-slim\n',
    'images/tools/Dockerfile': `ARG REGISTRY=docker.io
ARG BASE=${D}{REGISTRY}/acme/os
FROM ${D}BASE
RUN --mount=type=secret,id=npm --mount=type=bind,from=acme/cache:2,target=/c true
COPY --from=busybox:1.36 /bin/busybox /b
`,
    'app/Dockerfile': `ARG OS=none
FROM golang:1.22 AS build
FROM node:20 AS unused
FROM acme/${D}OS:latest AS base
FROM base AS dev
COPY --from=acme/tools /x /y
FROM base AS prod
COPY --from=build /a /b
`,
  });
  expect(findingsOf(graph)).toEqual([]);
  expect(graph.images.map(({ id }) => id)).toEqual(['acme/os:latest', 'acme/app:1', 'acme/tools:latest']);
  expect(edgesOf(graph)).toEqual([
    'acme/os:latest from (docker.io/library/debian:bookworm-slim)',
    'acme/app:1 builder-from (docker.io/library/golang:1.22)',
    'acme/app:1 from acme/os:latest',
    'acme/tools:latest from acme/os:latest',
    'acme/tools:latest mount-from (docker.io/acme/cache:2)',
    'acme/tools:latest copy-from (docker.io/library/busybox:1.36)',
  ]);
  const [, app, tools] = graph.images;
  expect(app).toMatchObject({
    references: ['acme/app:1', 'acme/app:latest'],
    place: { kind: 'settings', file: 'plimsoll.yaml', line: 7 },
    build: {
      contextPath: graph.root,
      dockerfilePath: join(graph.root, 'app/Dockerfile'),
      target: 'prod',
      args: { OS: 'os' },
      platforms: ['linux/amd64'],
    },
  });
  expect(app).not.toHaveProperty('refreshSeconds');
  expect(tools).toMatchObject({
    refreshSeconds: 7 * 86_400,
    build: { secretIds: ['deploy', 'npm'], contextPath: join(graph.root, 'images/tools') },
  });
  expect(graph.uses[2]).toMatchObject({ stage: 'base', line: 4, written: `acme/${D}OS:latest` });
});

test('bake targets and compose services; helpers that nobody pushes are none', async () => {
  const graph = await readRepository(
    {
      'docker-bake.hcl': `
variable "TAG" { default = "1" }
group "default" { targets = ["app"] }
target "_common" { args = { OS = "12" } }
target "lint" { dockerfile = "lint.Dockerfile" }
target "base" {
  dockerfile = "base.Dockerfile"
  inherits = ["_common"]
}
target "app" {
  contexts = { base = "target:base", golang = "docker-image://golang:1.22", here = "." }
  tags = ["acme/app:${D}{TAG}"]
  platforms = ["linux/amd64", "linux/arm64"]
}
`,
      'base.Dockerfile': `ARG OS\nFROM debian:${D}OS\n`,
      'lint.Dockerfile': 'FROM hadolint/hadolint\n',
      Dockerfile: `FROM golang AS build
FROM base
COPY --from=build /a /b
COPY --from=here /a /b
RUN --mount=type=bind,from=tools-${'amd64'},target=/t true
`,
      'deploy/compose.yaml': `
services:
  web:
    build: ../web
  db:
    image: postgres
  app:
    image: acme/app:2
    build: ..
`,
      'web/Dockerfile': 'FROM acme/app:2\n',
    },
    { environment: { TAG: '2' } },
  );
  expect(findingsOf(graph)).toEqual([]);
  expect(graph.images.map(({ id, place }) => [id, place.kind, place.file])).toEqual([
    ['docker-bake.hcl#base', 'bake', 'docker-bake.hcl'],
    ['lint.Dockerfile', 'dockerfile', 'lint.Dockerfile'],
    ['acme/app:2', 'bake', 'docker-bake.hcl'],
    ['deploy/compose.yaml#web', 'compose', 'deploy/compose.yaml'],
  ]);
  expect(edgesOf(graph)).toEqual([
    'docker-bake.hcl#base from (docker.io/library/debian:12)',
    'lint.Dockerfile from (docker.io/hadolint/hadolint:latest)',
    'acme/app:2 builder-from (docker.io/library/golang:1.22)',
    'acme/app:2 from docker-bake.hcl#base',
    'acme/app:2 mount-from (docker.io/library/tools-amd64:latest)',
    'deploy/compose.yaml#web from acme/app:2',
  ]);
  expect(graph.uses[3]).toMatchObject({ context: 'base', written: 'base' });
});

test('arguments of platforms: an edge says for which it is', async () => {
  const graph = await readRepository({
    'plimsoll.yaml': `
images:
  - { name: acme/amd, dockerfile: amd/Dockerfile, platforms: linux/amd64, tags: [1-amd64, 1] }
  - { name: acme/arm, dockerfile: arm/Dockerfile, platforms: linux/arm64, tags: [1-arm64] }
  - { name: acme/shared, dockerfile: amd/Dockerfile, target: two, platforms: linux/amd64, tags: [2-amd64, 2] }
  - { name: acme/shared, dockerfile: arm/Dockerfile, target: two, platforms: linux/arm64, tags: [2-arm64, 2] }
  - { name: acme/app, dockerfile: Dockerfile, platforms: [linux/amd64, linux/arm64] }
`,
    'amd/Dockerfile': 'FROM scratch AS two\nFROM scratch\n',
    'arm/Dockerfile': 'FROM scratch AS two\nFROM scratch\n',
    Dockerfile: `FROM --platform=${D}BUILDPLATFORM acme/shared:2 AS build
FROM acme/shared:2 AS base
FROM acme/${D}{TARGETARCH}:1-${D}TARGETARCH
COPY --from=build / /
COPY --from=base / /
`,
  });
  expect(findingsOf(graph)).toEqual([]);
  expect(edgesOf(graph).filter((edge) => edge.startsWith('acme/app'))).toEqual([
    'acme/app:latest builder-from acme/shared:2-amd64',
    'acme/app:latest builder-from acme/shared:2-amd64 [linux/amd64]',
    'acme/app:latest from (docker.io/acme/amd64:1-amd64) [linux/amd64]',
    'acme/app:latest builder-from acme/shared:2-arm64 [linux/arm64]',
    'acme/app:latest from (docker.io/acme/arm64:1-arm64) [linux/arm64]',
  ]);
  expect(graph.images.map(({ id, references }) => [id, references])).toContainEqual([
    'acme/shared:2-arm64',
    ['acme/shared:2-arm64', 'acme/shared:2'],
  ]);
});

test('a base with a digest is the image of that name, or the one of its repository', async () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const graph = await readRepository({
    'plimsoll.yaml': 'images:\n  - { name: acme/$1, dockerfile: "*/Dockerfile", tags: ["1"] }\n',
    'os/Dockerfile': `FROM debian@${digest}\n`,
    'a/Dockerfile': `FROM acme/os:1@${digest}\n`,
    'b/Dockerfile': `FROM acme/os@${digest}\n`,
    'c/Dockerfile': `FROM docker.io/acme/os:old@${digest}\n`,
  });
  expect(edgesOf(graph)).toEqual([
    `acme/c:1 from (docker.io/acme/os:old@${digest})`,
    `acme/os:1 from (docker.io/library/debian@${digest})`,
    'acme/a:1 from acme/os:1',
    'acme/b:1 from acme/os:1',
  ]);
  expect(findingsOf(graph)).toEqual([
    `unknown-base c/Dockerfile:1 no image here has the name docker.io/acme/os:old@${digest}`,
  ]);
});

test('files that Docker reads over others are named, where there are others', async () => {
  const compose = 'services:\n  a:\n    build: .\n    image: acme/a:1\n';
  const graph = await readRepository({
    'a/compose.yaml': compose,
    'a/compose.override.yaml': compose,
    'a/Dockerfile': 'FROM scratch\n',
    'b/docker-bake.hcl':
      'function "x" {\n  params = []\n  result = "1"\n}\ntarget "default" {\n  args = { V = x() }\n}\n',
    'b/docker-bake.override.hcl': 'target "default" {\n  tags = ["acme/b:1"]\n}\n',
    'c/docker-compose.override.yml': compose,
  });
  expect(findingsOf(graph).toSorted()).toEqual([
    'unreadable a/compose.override.yaml docker compose reads it over the file beside it; what it changes is not read here',
    'unreadable b/docker-bake.hcl:6 args of default: the function x() is not read here',
    'unreadable b/docker-bake.override.hcl docker bake reads it over the file beside it; what it changes is not read here',
  ]);
});

test('what cannot be read or makes no sense is a finding with its line', async () => {
  const graph = await readRepository({
    'plimsoll.yaml': `
images:
  - { name: acme/one, dockerfile: one/Dockerfile }
  - { name: docker.io/acme/one, dockerfile: two/Dockerfile }
  - { name: acme/gone, dockerfile: gone/*/Dockerfile }
  - { name: acme/missing, dockerfile: missing/Dockerfile }
  - { name: acme/made, dockerfile: made/Dockerfile }
update:
  exclude: [vendor]
`,
    'one/Dockerfile': '# one\nFROM acme/three:latest\n',
    'two/Dockerfile': '\nFROM scratch\nRUNN x\n',
    'made/Dockerfile': 'FROM {{ base }}\n',
    'tpl/Dockerfile': '{% if x %}\nFROM a\n{% endif %}\n',
    'tpl/Dockerfile.j2': 'FROM {{ base }}\n',
    'open/Dockerfile': `ARG WHERE\nARG TAG\nFROM alpine:${D}TAG AS a\nFROM ${D}WHERE/x\nCOPY --from=a / /\n`,
    'compose.yaml': 'services:\n  a: {build: {args: 7}}\n',
    'x/docker-bake.hcl': 'target "a" {\n  tags = [f(1)]\n}\n',
    'x/Dockerfile': 'FROM scratch\nRUN docker inspect --format "{{.Id}}"\n',
    'vendor/Dockerfile': 'nothing\n',
    'three/docker-bake.json':
      '{"target": {"a": {"tags": ["acme/three"], "context": "https://example.org/x.git"}}}',
  });
  expect(findingsOf(graph).toSorted()).toEqual([
    'double-name plimsoll.yaml:4 docker.io/acme/one:latest is the name of another image too, by plimsoll.yaml:3',
    'template made/Dockerfile:1 it is a template: which images it makes is not known',
    'template tpl/Dockerfile.j2 it is a template: which images it makes is not known',
    'template tpl/Dockerfile:1 it is a template: which images it makes is not known',
    "unknown-base open/Dockerfile:3 an argument of 'alpine:$TAG' has no value",
    "unknown-base open/Dockerfile:4 an argument of '$WHERE/x' has no value",
    'unreadable compose.yaml:2 args of a has a form that compose does not have',
    'unreadable missing/Dockerfile there is no such file',
    "unreadable plimsoll.yaml:5 no file fits 'gone/*/Dockerfile'",
    'unreadable two/Dockerfile:3 there is no instruction "RUNN"',
    'unreadable x/docker-bake.hcl:2 tags of a: the function f() is not read here',
  ]);
  expect(edgesOf(graph)).toEqual(['acme/one:latest from acme/three:latest']);
  expect(graph.images.map(({ id }) => id)).toEqual([
    'acme/made:latest',
    'acme/missing:latest',
    'acme/three:latest',
    'open/Dockerfile',
    'plimsoll.yaml#two/Dockerfile',
    'x/Dockerfile',
    'acme/one:latest',
  ]);
  expect(graph.images.find(({ id }) => id === 'acme/three:latest')?.build).toBeUndefined();
});

test('many repositories are one graph; paths are seen from the first', async () => {
  const os = makeRepository({ Dockerfile: 'FROM debian:12\n' });
  const app = makeRepository({ Dockerfile: 'FROM registry.example/os:1\n' });
  const back = `../${os.split('/').at(-1)}`;
  const graph = await discover(
    [app, os],
    `images:
  - { name: registry.example/os:1, dockerfile: ${back}/Dockerfile }
  - { name: registry.example/app:1, dockerfile: Dockerfile }
`,
  );
  expect(edgesOf(graph)).toEqual([
    'registry.example/os:1 from (docker.io/library/debian:12)',
    'registry.example/app:1 from registry.example/os:1',
  ]);
  await expect(discover([join(os, 'none')])).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
});

test('settings come before definitions of the same Dockerfile and target', async () => {
  const graph = await readRepository({
    'plimsoll.yaml': `images:
  - { name: acme/app, dockerfile: Dockerfile, target: prod }
`,
    'compose.yaml': `services:
  prod: { image: other/app, build: { context: ., target: prod } }
  dev: { image: other/dev, build: { context: ., target: dev } }
`,
    Dockerfile: 'FROM debian:12 AS dev\nFROM debian:13 AS prod\n',
  });
  expect(edgesOf(graph)).toEqual([
    'acme/app:latest from (docker.io/library/debian:13)',
    'other/dev:latest from (docker.io/library/debian:12)',
  ]);
});
