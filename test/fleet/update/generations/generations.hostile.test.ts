// A registry whose index lies: whoever can write to the repository of the generations must not be able to move other tags, to
// crash a run, or to have half a generation made current.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlimsollError } from '../../../../src/errors.ts';
import { promote } from '../../../../src/fleet/update/generations/promote.ts';
import { readGeneration } from '../../../../src/fleet/update/generations/read-generation.ts';
import { readStatus } from '../../../../src/fleet/update/generations/read-status.ts';
import { rollback } from '../../../../src/fleet/update/generations/rollback.ts';
import { writeGeneration } from '../../../../src/fleet/update/generations/write-generation.ts';
import { type ImageIndex, parseManifest } from '../../../../src/oci/image/manifest.ts';
import { OCI_MANIFEST } from '../../../../src/oci/image/media-types.ts';
import { sha256 } from '../../../support/image-files.ts';
import {
  GENERATIONS,
  inputOf,
  promoteOptions,
  pushImage,
  pushMember,
} from '../../../support/made-generations.ts';
import { startWritableRegistry, type WritableRegistry } from '../../../support/writable-registry.ts';

const DIGEST = `sha256:${'1'.repeat(64)}` as const;
const IMAGE = {
  id: 'r.example/team/app:1',
  references: ['r.example/team/app:1', 'r.example/team/app:latest'],
  descriptor: { mediaType: OCI_MANIFEST, digest: DIGEST, sizeBytes: 7 },
  platforms: [
    {
      platform: 'linux/amd64',
      digest: DIGEST,
      key: DIGEST,
      how: 'rebuilt',
      at: '2026-01-01T00:00:00.000Z',
      reason: 'because',
    },
  ],
} as const;
const GENERATION = {
  number: 3,
  previous: 2,
  at: '2026-01-01T00:00:00.000Z',
  images: [IMAGE],
  bases: [{ reference: 'debian:12', usedDigest: DIGEST, descriptor: IMAGE.descriptor }],
} as const;

type Index = Record<string, unknown> & {
  annotations: Record<string, unknown>;
  manifests: (Record<string, unknown> & { annotations: Record<string, string> })[];
};

function read(change: (index: Index) => void = () => {}) {
  const { bytes, mediaType } = writeGeneration(GENERATION);
  const index = JSON.parse(Buffer.from(bytes).toString()) as Index;
  change(index);
  return readGeneration(parseManifest(Buffer.from(JSON.stringify(index)), mediaType, 'it'), 'it');
}

test('what was written is read back', () => {
  expect(read()).toEqual(GENERATION);
});

describe('an index is refused', () => {
  const image = (annotations: Record<string, string>) => (index: Index) =>
    void Object.assign(index.manifests[0]!.annotations, annotations);
  const platform = (change: object) =>
    image({ 'io.plimsoll.platforms': JSON.stringify([{ ...IMAGE.platforms[0], ...change }]) });
  test.each<readonly [string, (index: Index) => void]>([
    ['without a number', (index) => void Object.assign(index.annotations, { 'io.plimsoll.generation': 'x' })],
    [
      'with a huge number',
      (index) => void Object.assign(index.annotations, { 'io.plimsoll.generation': '9'.repeat(30) }),
    ],
    [
      'whose forerunner is none',
      (index) => void Object.assign(index.annotations, { 'io.plimsoll.previous': '0' }),
    ],
    ['without a time', (index) => void delete index.annotations['org.opencontainers.image.created']],
    [
      'with a child that says nothing',
      (index) => void delete index.manifests[0]!.annotations['io.plimsoll.image'],
    ],
    [
      'with a child that is no image',
      (index) => void Object.assign(index.manifests[0]!, { mediaType: 'text/plain' }),
    ],
    ['with an empty id', image({ 'io.plimsoll.image': '' })],
    ['with a huge id', image({ 'io.plimsoll.image': 'x'.repeat(5000) })],
    ['with a name that is none', image({ 'io.plimsoll.references': 'UPPER/x:1' })],
    ['with a pinned name', image({ 'io.plimsoll.references': `r.example/x@${DIGEST}` })],
    ['with names without end', image({ 'io.plimsoll.references': 'r.example/x:1 '.repeat(101) })],
    ['with one name twice', image({ 'io.plimsoll.references': 'r.example/x:1 r.example/x:1' })],
    ['with platforms that are no list', image({ 'io.plimsoll.platforms': '{}' })],
    ['with platforms that are no JSON', image({ 'io.plimsoll.platforms': '[' })],
    ['with a platform that is none', platform({ platform: 'linux' })],
    ['with a digest that is none', platform({ digest: 'x' })],
    ['with a key of odd characters', platform({ key: 'a\u001b[2J' })],
    ['made in an odd way', platform({ how: 'stolen' })],
    ['made at an odd time', platform({ at: 'yesterday' })],
    ['with a reason without end', platform({ reason: 'x'.repeat(301) })],
    ['with an image twice', (index) => void index.manifests.push(index.manifests[0]!)],
    [
      'with too many children',
      (index) =>
        void Object.assign(index, { manifests: new Array(20_001).fill({ digest: DIGEST, size: 1 }) }),
    ],
    [
      'with a base whose digest is none',
      (index) => void Object.assign(index.manifests[1]!.annotations, { 'io.plimsoll.base.digest': 'x' }),
    ],
  ])('%s', (_, change) => {
    expect(() => read(change)).toThrow(expect.objectContaining({ code: 'GENERATION_INVALID' }));
  });

  test('that is one image', () => {
    const bytes = Buffer.from(
      JSON.stringify({ schemaVersion: 2, config: { digest: DIGEST, size: 1 }, layers: [] }),
    );
    expect(() => readGeneration(parseManifest(bytes, OCI_MANIFEST, 'it'), 'it')).toThrow('one image');
  });

  test('or read, whatever it says, and never breaks anything', () => {
    const annotated = fc.record({
      mediaType: fc.constantFrom(OCI_MANIFEST, '', 'x'),
      digest: fc.constantFrom(DIGEST, 'x'),
      sizeBytes: fc.nat(),
      annotations: fc.dictionary(
        fc.constantFrom(
          'io.plimsoll.image',
          'io.plimsoll.references',
          'io.plimsoll.platforms',
          'io.plimsoll.base',
        ),
        fc.oneof(fc.string(), fc.json(), fc.constant('a b')),
      ),
    });
    const index = fc.record({
      annotations: fc.constant({
        'io.plimsoll.generation': '1',
        'org.opencontainers.image.created': GENERATION.at,
      }),
      manifests: fc.array(annotated),
    });
    fc.assert(
      fc.property(index, (json) => {
        const document = {
          kind: 'index',
          mediaType: '',
          bytes: Buffer.alloc(0),
          ...json,
        } as unknown as ImageIndex;
        try {
          readGeneration(document, 'it');
        } catch (error) {
          expect(error).toBeInstanceOf(PlimsollError);
        }
      }),
    );
  });
});

test('a generation too large for registries is not written', () => {
  const images = Array.from({ length: 10_000 }, (_, i) => ({ ...IMAGE, id: `app-${i}`, references: [] }));
  expect(() => writeGeneration({ ...GENERATION, images })).toThrow('larger than the 4 MiB');
});

/** Replaces what a tag of the generations names. */
function forge(registry: WritableRegistry, tag: string, change: (index: Index) => void): void {
  const held = registry.manifests.get(GENERATIONS) as Map<string, Buffer>;
  const index = JSON.parse(held.get(tag)!.toString()) as Index;
  change(index);
  const bytes = Buffer.from(JSON.stringify(index));
  held.set(tag, bytes);
  held.set(sha256(bytes), bytes);
}

async function promoteTwo() {
  const registry = await startWritableRegistry();
  const options = promoteOptions(registry.host);
  const first = await pushMember(registry.host, 'app', '1');
  await promote(inputOf(first), options);
  await promote(inputOf(await pushMember(registry.host, 'app', '2')), options);
  return { registry, options, first };
}

describe('going back', () => {
  test('moves no tag that is none of this project, nor one of the generations themselves', async () => {
    const { registry, options, first } = await promoteTwo();
    await pushImage(registry.host, 'other/secret', '1', 'precious');
    const before = registry.manifests.get('other/secret')!.get('1');
    const foreign = [`${registry.host}/other/secret:1`, `${registry.host}/${GENERATIONS}:generation-9`];
    forge(registry, 'generation-1', ({ manifests }) => {
      manifests[0]!.annotations['io.plimsoll.references'] = [...first.references, ...foreign].join(' ');
    });
    const mayMove = (reference: string): boolean => !reference.includes('/other/');
    const back = await rollback(1, { ...options, mayMove });
    expect(back.foreign).toEqual(foreign);
    expect(back.moves.map(({ reference }) => reference)).toEqual(first.references);
    expect(registry.manifests.get('other/secret')!.get('1')).toBe(before);
    expect(registry.manifests.get(GENERATIONS)!.has('generation-9')).toBe(false);
  });

  test.each(['manifests', 'blobs'] as const)('to a generation that lost %s changes nothing', async (what) => {
    const { registry, options, first } = await promoteTwo();
    const digest = first.source.split('@')[1]!;
    const manifest = JSON.parse(registry.manifests.get(GENERATIONS)!.get(digest)!.toString());
    if (what === 'manifests') (registry.manifests.get(GENERATIONS) as Map<string, Buffer>).delete(digest);
    else (registry.blobs.get(GENERATIONS) as Map<string, Buffer>).delete(manifest.layers[1].digest);
    registry.log.length = 0;
    await expect(rollback(undefined, options)).rejects.toMatchObject({
      code: 'GENERATION_INVALID',
      message: expect.stringContaining('is not there'),
    });
    expect(registry.log.filter((line) => /^(?:PUT|POST|PATCH|DELETE)/.test(line))).toEqual([]);
  });

  test('to an index that says it is another one changes nothing', async () => {
    const { registry, options } = await promoteTwo();
    forge(
      registry,
      'generation-1',
      ({ annotations }) => void Object.assign(annotations, { 'io.plimsoll.generation': '7' }),
    );
    await expect(rollback(undefined, options)).rejects.toMatchObject({ code: 'GENERATION_INVALID' });
  });
});

test('what is current and makes no sense is told by every command', async () => {
  const { registry, options, first } = await promoteTwo();
  forge(registry, 'current', ({ manifests }) => void Object.assign(manifests[0]!, { annotations: {} }));
  const expected = { code: 'GENERATION_INVALID', subject: `${registry.host}/${GENERATIONS}:current` };
  await expect(promote(inputOf(first), options)).rejects.toMatchObject(expected);
  await expect(rollback(1, options)).rejects.toMatchObject(expected);
  await expect(readStatus(options)).rejects.toMatchObject(expected);
});
