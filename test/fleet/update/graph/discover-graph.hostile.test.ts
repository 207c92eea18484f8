import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GraphIndex } from '../../../../src/fleet/update/graph/graph-index.ts';
import { orderGraph } from '../../../../src/fleet/update/graph/order-graph.ts';
import { sortGraph } from '../../../../src/fleet/update/graph/sort-graph.ts';
import type { BaseUse, UpdateImage } from '../../../../src/fleet/update/graph/update-graph.ts';
import { discover, edgesOf, findingsOf, makeRepository, readRepository } from './made-repository.ts';

const D = '$';

function makeImage(id: string): UpdateImage {
  return { kind: 'image', id, references: [id], place: { kind: 'settings', file: 's' }, build: undefined };
}

function makeUse(image: string, id: string): BaseUse {
  return { image, origin: { kind: 'image', id }, kind: 'from', line: 1 };
}

test('a cycle of 10,000 images, and one image on itself', () => {
  const ids = Array.from({ length: 10_000 }, (_, i) => `i${String(i).padStart(5, '0')}`);
  const graph = sortGraph({
    root: '/r',
    images: [...ids, 'self', 'above', 'free'].map(makeImage),
    uses: [
      ...ids.map((id, i) => makeUse(id, ids[(i + 1) % ids.length]!)),
      makeUse('self', 'self'),
      makeUse('above', ids[0]!),
    ],
    findings: [],
  });
  expect(graph.images[0]!.id).toBe('free');
  expect(graph.images.at(-1)!.id).toBe('self');
  expect(graph.images).toHaveLength(10_003);
  expect(graph.findings.map(({ kind, message }) => [kind, message])).toEqual([
    [
      'cycle',
      'images need each other: i00000 needs i00001 needs i00002 needs i00003 needs i00004 needs i00005 needs i00006 needs i00007 needs ... (10000 images)',
    ],
    ['cycle', 'images need each other: self needs self'],
  ]);
  const index = new GraphIndex(graph);
  expect(index.waveOf('above')).toBe(-1);
  expect(index.descendants([{ kind: 'image', id: ids[0]! }]).size).toBe(10_001);
  expect(index.ancestors(ids[0]!).size).toBe(10_000);
});

test('a chain of 100,000 nodes, and a node that 100,000 need', () => {
  const chain = Array.from({ length: 100_000 }, (_, i) => (i === 0 ? [] : [i - 1]));
  expect(orderGraph(chain).waves.at(-1)).toBe(99_999);
  const star = Array.from({ length: 100_000 }, (_, i) => (i === 0 ? [] : [0, 0, 0]));
  expect(orderGraph(star).waves.at(-1)).toBe(1);
  const ring = Array.from({ length: 100_000 }, (_, i) => [(i + 1) % 100_000]);
  expect(orderGraph(ring).cycles).toHaveLength(1);
});

test('images that name themselves, and each other', async () => {
  const graph = await readRepository({
    'plimsoll.yaml': 'images:\n  - { name: acme/$1, dockerfile: "*/Dockerfile" }\n',
    'a/Dockerfile': '\nFROM acme/a\n',
    'b/Dockerfile': 'FROM acme/c\n',
    'c/Dockerfile': 'FROM scratch\nCOPY --from=acme/b / /\n',
    'd/Dockerfile': 'FROM acme/c\n',
  });
  expect(findingsOf(graph)).toEqual([
    'cycle a/Dockerfile:2 images need each other: acme/a:latest needs acme/a:latest',
    'cycle b/Dockerfile:1 images need each other: acme/b:latest needs acme/c:latest needs acme/b:latest',
  ]);
  expect(edgesOf(graph)).toHaveLength(4);
});

test('arguments that grow, and stages that need themselves', async () => {
  const bomb = Array.from({ length: 40 }, (_, i) => `ARG A${i + 1}=${D}{A${i}}${D}{A${i}}`);
  const graph = await readRepository({
    'bomb/Dockerfile': ['ARG A0=xxxxxxxx', ...bomb, `FROM ${D}A40`].join('\n'),
    'loop/Dockerfile': 'FROM scratch AS a\nCOPY --from=b / /\nFROM scratch AS b\nCOPY --from=a / /\n',
    'self/Dockerfile': 'FROM self AS self\n',
    'odd/Dockerfile': 'FROM ../../etc/passwd\n',
    'long/Dockerfile': `FROM ${'a/'.repeat(30_000)}b\n`,
  });
  const findings = findingsOf(graph);
  expect(findings).toHaveLength(4);
  for (const finding of findings) {
    expect(finding).toMatch(/^unreadable (?:bomb|loop|odd|long)\/Dockerfile/);
    expect(finding.length).toBeLessThan(300);
  }
  expect(edgesOf(graph)).toEqual(['self/Dockerfile from (docker.io/library/self:latest)']);
});

test('100,000 stages, and stages that hand on ever more', async () => {
  const nameOf = (i: number): string => (i === 0 ? 'debian' : `s${i - 1}`);
  const chain = Array.from({ length: 100_000 }, (_, i) => `FROM ${nameOf(i)} AS s${i}`);
  const busy = Array.from(
    { length: 1000 },
    (_, i) => `FROM ${nameOf(i)} AS s${i}\nRUN x\nCOPY --from=${nameOf(i)} / /`,
  );
  const env = Array.from({ length: 2000 }, (_, i) => `FROM ${nameOf(i)} AS s${i}\nENV A${i}=x`);
  const graph = await readRepository({
    'busy/Dockerfile': busy.join('\n'),
    'chain/Dockerfile': chain.join('\n'),
    'env/Dockerfile': env.join('\n'),
  });
  expect(findingsOf(graph)).toEqual([
    expect.stringMatching(/^unreadable env\/Dockerfile:\d+ its stages hand on too many variables$/),
  ]);
  expect(edgesOf(graph)).toEqual([
    'busy/Dockerfile from (docker.io/library/debian:latest)',
    'busy/Dockerfile copy-from (docker.io/library/debian:latest)',
    'chain/Dockerfile from (docker.io/library/debian:latest)',
  ]);
});

test('links and paths out of the folders are not followed', async () => {
  const outside = makeRepository({ Dockerfile: 'FROM debian:12\n', 'sub/Dockerfile': 'FROM debian:12\n' });
  const folder = makeRepository({
    'in/Dockerfile': 'FROM alpine\n',
    'docker-bake.hcl': `target "a" {\n  tags = ["acme/a"]\n  dockerfile = "${outside}/Dockerfile"\n}\n`,
  });
  mkdirSync(join(folder, 'out'));
  symlinkSync(join(outside, 'Dockerfile'), join(folder, 'out/Dockerfile'));
  symlinkSync(outside, join(folder, 'linked'));
  symlinkSync('.', join(folder, 'loop'));
  symlinkSync('Dockerfile', join(folder, 'in/Dockerfile.same'));
  symlinkSync('gone', join(folder, 'Dockerfile.gone'));
  mkdirSync(join(folder, 'Dockerfile'));
  const graph = await discover([folder]);
  expect(findingsOf(graph).toSorted()).toEqual([
    `unreadable ../${outside.split('/').at(-1)}/Dockerfile it lies outside the folders`,
    'unreadable Dockerfile.gone it is no regular file, or a link out of the folders',
    'unreadable out/Dockerfile it is no regular file, or a link out of the folders',
  ]);
  expect(edgesOf(graph)).toEqual([
    'in/Dockerfile from (docker.io/library/alpine:latest)',
    'in/Dockerfile.same from (docker.io/library/alpine:latest)',
  ]);
});

test('definitions that are no text, too large or made to grow', async () => {
  const folder = makeRepository({
    'a/compose.yaml': 'a: &a [x, x]\nb: &b [*a, *a]\nservices: {x: {build: *b}}\n',
    'b/docker-bake.json': '['.repeat(100_000),
    'c/docker-bake.hcl': `target "a" { inherits = ["a"] tags = ["x"] }`,
    'd/compose.yml': '\u0000\u0001',
  });
  writeFileSync(join(folder, 'a/docker-bake.hcl'), Buffer.alloc(5 * 1024 * 1024, 0x20));
  const graph = await discover([folder]);
  expect(graph.images).toEqual([]);
  expect(graph.findings.map(({ kind, file }) => `${kind} ${file}`)).toEqual([
    'unreadable a/docker-bake.hcl',
    'unreadable b/docker-bake.json',
    'unreadable c/docker-bake.hcl',
    'unreadable a/compose.yaml',
    'unreadable d/compose.yml',
  ]);
});

test('names made to be mistaken for something else', async () => {
  const graph = await readRepository({
    'compose.yaml': `services:
  __proto__: { image: __proto__, build: { dockerfile_inline: "FROM constructor", args: { __proto__: x } } }
  constructor: { image: constructor, build: { dockerfile_inline: "FROM tostring" } }
`,
  });
  expect(findingsOf(graph)).toEqual([]);
  expect(edgesOf(graph)).toContain('constructor:latest from (docker.io/library/tostring:latest)');
});
