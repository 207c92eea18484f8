// Source keys: they change with each input, and with nothing that is no input.
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImageBuild } from '../../../../src/fleet/update/graph/update-graph.ts';
import { computeSourceKey } from '../../../../src/fleet/update/keys/compute-source-key.ts';
import { FileHasher } from '../../../../src/fleet/update/keys/file-hasher.ts';
import {
  KEY_PARTS,
  type KeyPart,
  type SourceKey,
  type SourceResolver,
} from '../../../../src/fleet/update/keys/source-key.ts';

const DOCKERFILE = `# syntax=docker/dockerfile:1
ARG VERSION=12
FROM debian:\${VERSION} AS base
ARG COLOUR
RUN --mount=type=secret,id=token make
FROM base AS dev
COPY tools /tools
FROM base AS prod
COPY src /src
COPY *.conf /etc/
COPY --from=extra / /extra
ADD https://example.org/data.tar /data
ADD --checksum=sha256:${'a'.repeat(64)} https://example.org/pinned.tar /data
`;

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-key-')));
  put('Dockerfile', DOCKERFILE);
  put('.dockerignore', '# what nobody needs\n**/*.log\n');
  put('src/a.txt', 'a');
  put('src/deep/b.txt', 'b');
  put('src/c.log', 'log');
  put('main.conf', 'conf');
  put('tools/t', 't');
  put('unused', 'u');
  put('../extra/file', 'extra');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, content: string): void {
  const whole = join(root, 'context', path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, content);
}

function build(changes: Partial<ImageBuild> = {}): ImageBuild {
  return {
    contextPath: join(root, 'context'),
    dockerfilePath: join(root, 'context/Dockerfile'),
    args: {},
    namedContexts: { extra: join(root, 'extra') },
    secretIds: ['token'],
    platforms: ['linux/amd64'],
    ...changes,
  };
}

function keyOf(
  changes: Partial<ImageBuild> = {},
  platform = 'linux/amd64',
  resolveSource?: SourceResolver,
  leftOut: readonly string[] = [],
): Promise<SourceKey> {
  return computeSourceKey({
    build: build(changes),
    platform,
    files: new FileHasher(leftOut),
    ...(resolveSource === undefined ? {} : { resolveSource }),
    signal: new AbortController().signal,
  });
}

function changedParts(a: SourceKey, b: SourceKey): readonly KeyPart[] {
  expect(a.hash === b.hash).toBe(KEY_PARTS.every((part) => a.parts[part] === b.parts[part]));
  return KEY_PARTS.filter((part) => a.parts[part] !== b.parts[part]);
}

const at = (path: string): string => join(root, 'context', path);

describe('a source key', () => {
  test.each<readonly [what: string, change: () => void, parts: readonly KeyPart[]]>([
    ['a byte of a used file', () => put('src/a.txt', 'A'), ['files']],
    ['a file more in a used folder', () => put('src/new', ''), ['files']],
    ['a file more that a pattern takes', () => put('more.conf', ''), ['files']],
    ['a file that goes', () => rmSync(at('src/deep/b.txt')), ['files']],
    ['an empty folder', () => mkdirSync(at('src/empty')), ['files']],
    ['a mode', () => chmodSync(at('src/a.txt'), 0o755), ['files']],
    [
      'a link where a file was',
      () => {
        rmSync(at('src/a.txt'));
        symlinkSync('deep/b.txt', at('src/a.txt'));
      },
      ['files'],
    ],
    ['what was ignored and is not any more', () => put('.dockerignore', ''), ['files', 'ignore-file']],
    ['a pattern that hides nothing', () => put('.dockerignore', '**/*.log\n*.tmp\n'), ['ignore-file']],
    [
      'an instruction of the target',
      () => put('Dockerfile', DOCKERFILE.replace('/src\n', '/app\n')),
      ['dockerfile'],
    ],
    [
      'an instruction of a stage below',
      () => put('Dockerfile', DOCKERFILE.replace('make', 'make all')),
      ['dockerfile'],
    ],
    [
      'the front end',
      () => put('Dockerfile', DOCKERFILE.replace('dockerfile:1', 'dockerfile:1.7')),
      ['front-end'],
    ],
    ['a file of a named context', () => put('../extra/file', 'other'), ['named-contexts']],
    ['times', () => utimesSync(at('src/a.txt'), 1, 1), []],
    ['a file that nothing uses', () => put('unused', 'U'), []],
    ['a file of a stage that is not built', () => put('tools/t', 'T'), []],
    [
      'an instruction of a stage that is not built',
      () => put('Dockerfile', DOCKERFILE.replace('/tools\n', '/t\n')),
      [],
    ],
    ['an ignored file', () => put('src/c.log', 'more'), []],
    [
      'comments',
      () => {
        put('Dockerfile', DOCKERFILE.replace('ARG VERSION', '# why\nARG VERSION'));
        put('.dockerignore', '**/*.log\n');
      },
      [],
    ],
    [
      'a second name of the same content',
      () => {
        rmSync(at('src/deep/b.txt'));
        put('src/a.txt', 'b');
        put('src/deep/b.txt', 'b');
        rmSync(at('src/a.txt'));
        linkSync(at('src/deep/b.txt'), at('src/a.txt'));
        rmSync(at('src/a.txt'));
        put('src/a.txt', 'a');
      },
      [],
    ],
  ])('and %s', async (_what, change, parts) => {
    const before = await keyOf({ target: 'prod' });
    change();
    expect(changedParts(before, await keyOf({ target: 'prod' }))).toEqual(parts);
  });

  test.each<readonly [what: string, changes: Partial<ImageBuild>, parts: readonly KeyPart[]]>([
    ['an argument', { args: { COLOUR: 'red' } }, ['arguments']],
    ['an argument that nobody asks for', { args: { NOBODY: '1' } }, []],
    ['a proxy', { args: { HTTP_PROXY: 'http://proxy' } }, []],
    ['an argument that the builder reads', { args: { SOURCE_DATE_EPOCH: '1' } }, ['arguments']],
    ['a secret id', { secretIds: ['token', 'other'] }, ['secrets']],
    ['secrets in another order', { secretIds: ['token', 'token'] }, []],
    ['a named context that goes', { namedContexts: {} }, ['named-contexts']],
    ['more platforms of the image', { platforms: ['linux/amd64', 'linux/arm64'] }, []],
  ])('and %s', async (_what, changes, parts) => {
    expect(
      changedParts(await keyOf({ target: 'prod' }), await keyOf({ target: 'prod', ...changes })),
    ).toEqual(parts);
  });

  test('tells targets and platforms apart', async () => {
    const [prod, dev] = [await keyOf({ target: 'prod' }), await keyOf({ target: 'dev' })];
    expect(changedParts(prod, dev)).toContain('target');
    expect(changedParts(prod, await keyOf({ target: 'prod' }, 'linux/arm64'))).toEqual(['platform']);
  });

  test('does not depend on where the folder lies', async () => {
    const before = await keyOf();
    const other = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-key-elsewhere-')));
    rmSync(other, { recursive: true });
    const { renameSync } = await import('node:fs');
    renameSync(root, other);
    root = other;
    expect(changedParts(before, await keyOf())).toEqual([]);
  });

  test('says which content of elsewhere it does not know, and changes with what it is told', async () => {
    const quiet = await keyOf();
    expect(quiet.sources).toEqual([
      { url: 'https://example.org/data.tar', content: undefined },
      { url: 'https://example.org/pinned.tar', content: `checksum sha256:${'a'.repeat(64)}` },
    ]);
    const asked: string[] = [];
    const answer = (content: string) => (url: string) => {
      asked.push(url);
      return Promise.resolve(content);
    };
    const first = await keyOf({}, 'linux/amd64', answer('etag 1'));
    expect(changedParts(quiet, first)).toEqual(['sources']);
    expect(changedParts(first, await keyOf({}, 'linux/amd64', answer('etag 2')))).toEqual(['sources']);
    expect(changedParts(first, await keyOf({}, 'linux/amd64', answer('etag 1')))).toEqual([]);
    expect(new Set(asked)).toEqual(new Set(['https://example.org/data.tar']));
  });

  test('leaves out the files that it is told to: a lock in the context changes with each update', async () => {
    put('Dockerfile', 'FROM debian\nCOPY . /\n');
    put('plimsoll.lock', 'one');
    const keys = async (): Promise<SourceKey> => keyOf({}, 'linux/amd64', undefined, [at('plimsoll.lock')]);
    const before = await keys();
    put('plimsoll.lock', 'two');
    expect(changedParts(before, await keys())).toEqual([]);
    put('other.lock', 'two');
    expect(changedParts(before, await keys())).toEqual(['files']);
  });

  test('of a front end of others counts the whole file', async () => {
    const text = (comment: string): string => `# syntax=example.org/front:1\nFROM debian\n# ${comment}\n`;
    const before = await keyOf({ inlineDockerfile: text('a') });
    expect(changedParts(before, await keyOf({ inlineDockerfile: text('b') }))).toEqual(['dockerfile']);
  });

  test('changes if and only if what is built changes', async () => {
    const files = fc.dictionary(fc.constantFrom('a', 'b', 'd/a', 'd/b'), fc.constantFrom('', 'x', 'y'));
    await fc.assert(
      fc.asyncProperty(files, files, async (one, other) => {
        const write = (content: Readonly<Record<string, string>>): void => {
          rmSync(at('src'), { recursive: true, force: true });
          mkdirSync(at('src/d'), { recursive: true });
          for (const [name, text] of Object.entries(content)) put(`src/${name}`, text);
        };
        const text = (content: Readonly<Record<string, string>>): string =>
          JSON.stringify(Object.entries(content).sort());
        write(one);
        const before = await keyOf();
        write(other);
        expect((await keyOf()).hash === before.hash).toBe(text(one) === text(other));
      }),
      { numRuns: 60 },
    );
  });
});

test('files of many images are read once', async () => {
  const files = new FileHasher();
  const signal = new AbortController().signal;
  for (const target of ['prod', 'prod', 'dev'])
    await computeSourceKey({ build: build({ target }), platform: 'linux/amd64', files, signal });
  expect(files.readCount).toBe(5);
});
