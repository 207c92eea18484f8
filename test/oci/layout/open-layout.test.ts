import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OpenOptions } from '../../../src/oci/image/image.ts';
import { hostPlatform } from '../../../src/oci/image/platform.ts';
import { openLayout } from '../../../src/oci/layout/open-layout.ts';
import {
  blobPath,
  describeImage,
  failureOf,
  type IndexEntry,
  type MadeImage,
  makeImage,
  makeIndex,
  makeLayer,
  makeTemporaryFolder,
  packLayout,
  REF_NAME,
  readLayerFiles,
  writeTree,
} from '../../support/image-files.ts';

const root = makeTemporaryFolder();
let folders = 0;

function writeLayout(
  images: readonly MadeImage[],
  entries?: readonly IndexEntry[],
  more?: readonly Uint8Array[],
): string {
  return writeTree(join(root, String(folders++)), packLayout(images, entries, more));
}

function named(image: MadeImage, name: string): IndexEntry {
  return describeImage(image, { annotations: { [REF_NAME]: name } });
}

function collectNotices(): OpenOptions & { readonly lines: string[] } {
  const lines: string[] = [];
  return { lines, onNotice: (line) => void lines.push(line) };
}

const onHost = makeImage({ platform: { os: 'linux', architecture: hostPlatform().architecture } });
const s390x = makeImage({ platform: { os: 'linux', architecture: 's390x' } });
const armV6 = makeImage({ platform: { os: 'linux', architecture: 'arm', variant: 'v6' } });
const armV7 = makeImage({ platform: { os: 'linux', architecture: 'arm', variant: 'v7' } });

describe('a layout with one image', () => {
  it('gives config, digest and the layers as ranges of their files', async () => {
    const folder = writeLayout([onHost]);
    const image = await openLayout(folder, undefined, {});
    expect(image).toMatchObject({
      transport: 'oci',
      reference: `oci:${folder}`,
      digest: onHost.manifestDigest,
      diffIdsVouched: false,
    });
    expect(image.config.diffIds).toEqual(onHost.layers.map((layer) => layer.diffId));
    expect(image.layers.map((layer) => layer.descriptor?.digest)).toEqual(
      onHost.layers.map((layer) => layer.digest),
    );
    expect(readLayerFiles(image)).toEqual(onHost.layers.map((layer) => layer.stored));
    const stats = statSync(join(folder, blobPath(onHost.layers[0]!.digest)), { bigint: true });
    expect(image.layers[0]!.location).toMatchObject({
      offsetBytes: 0,
      identity: {
        device: String(stats.dev),
        inode: String(stats.ino),
        sizeBytes: Number(stats.size),
        mtimeNs: String(stats.mtimeNs),
        ctimeNs: String(stats.ctimeNs),
      },
    });
  });

  it('reads Docker types, manifest annotations and an image without layers', async () => {
    const docker = makeImage({ docker: true });
    expect((await openLayout(writeLayout([docker]), undefined, {})).layers).toHaveLength(2);
    const annotated = makeImage({ annotations: { 'org.example': 'yes' } });
    expect((await openLayout(writeLayout([annotated]), undefined, {})).annotations).toEqual({
      'org.example': 'yes',
    });
    const empty = makeImage({ layers: [] });
    expect((await openLayout(writeLayout([empty]), undefined, {})).layers).toEqual([]);
  });

  it('needs no oci-layout file, but checks the one that is there', async () => {
    const folder = writeLayout([onHost]);
    writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"2.0.0"}');
    expect(await failureOf(openLayout(folder, undefined, {}))).toMatchObject({ code: 'IMAGE_UNSUPPORTED' });
    writeFileSync(join(folder, 'oci-layout'), '{}');
    expect(await failureOf(openLayout(folder, undefined, {}))).toMatchObject({ code: 'IMAGE_INVALID' });
    rmSync(join(folder, 'oci-layout'));
    expect((await openLayout(folder, undefined, {})).digest).toBe(onHost.manifestDigest);
  });

  it('follows symlinks to a shared blob store', async () => {
    const folder = writeLayout([onHost]);
    const store = join(root, `store-${folders}`);
    mkdirSync(store);
    renameSync(join(folder, 'blobs'), join(store, 'blobs'));
    symlinkSync(join(store, 'blobs'), join(folder, 'blobs'));
    expect(readLayerFiles(await openLayout(folder, undefined, {}))).toEqual(
      onHost.layers.map((layer) => layer.stored),
    );
  });

  it('takes the only image whatever its platform, and says so, unless a platform is asked for', async () => {
    const folder = writeLayout([s390x]);
    const options = collectNotices();
    expect((await openLayout(folder, undefined, options)).digest).toBe(s390x.manifestDigest);
    expect(options.lines).toEqual([expect.stringContaining('linux/s390x')]);
    expect(await failureOf(openLayout(folder, undefined, { platform: 'linux/arm64' }))).toMatchObject({
      code: 'PLATFORM_NOT_FOUND',
      hint: expect.stringContaining('linux/s390x'),
    });
  });
});

describe('tags', () => {
  const a = makeImage({ layers: [makeLayer({ a: 'a' })] });
  const b = makeImage({ layers: [makeLayer({ b: 'b' })] });
  const folder = writeLayout([a, b], [named(a, 'one'), named(b, 'two')]);

  it('choose by ref.name, by position and by digest', async () => {
    const one = await openLayout(folder, 'one', {});
    expect(one).toMatchObject({ digest: a.manifestDigest, reference: `oci:${folder}:one` });
    expect((await openLayout(folder, '@1', {})).digest).toBe(b.manifestDigest);
    expect((await openLayout(folder, `@${b.manifestDigest}`, {})).digest).toBe(b.manifestDigest);
  });

  it('must be given where several images have names; the error lists them', async () => {
    expect(await failureOf(openLayout(folder, undefined, {}))).toMatchObject({
      code: 'REFERENCE_INVALID',
      hint: expect.stringMatching(/oci:PATH:NAME.*one, two/),
    });
    expect(await failureOf(openLayout(folder, 'three', {}))).toMatchObject({
      code: 'IMAGE_NOT_FOUND',
      hint: expect.stringContaining('one, two'),
    });
    expect(await failureOf(openLayout(folder, '@2', {}))).toMatchObject({ code: 'IMAGE_NOT_FOUND' });
  });

  it('are not needed where two names mean one image, or beside referrers and unnamed leftovers', async () => {
    const twice = writeLayout([a], [named(a, 'one'), named(a, 'two')]);
    expect((await openLayout(twice, undefined, {})).digest).toBe(a.manifestDigest);
    const referrer = named(b, `sha256-${'0'.repeat(64)}.sig`);
    const mixed = writeLayout([a, b], [describeImage(b), referrer, named(a, 'one')]);
    expect((await openLayout(mixed, undefined, {})).digest).toBe(a.manifestDigest);
  });

  it('are told apart by the whole name where Docker writes it', async () => {
    const full = (image: MadeImage, name: string): IndexEntry =>
      describeImage(image, {
        annotations: { 'io.containerd.image.name': `docker.io/library/${name}:latest`, [REF_NAME]: 'latest' },
      });
    const saved = writeLayout([a, b], [full(a, 'first'), full(b, 'second')]);
    expect((await openLayout(saved, 'second:latest', {})).digest).toBe(b.manifestDigest);
    expect((await openLayout(saved, 'docker.io/library/first', {})).digest).toBe(a.manifestDigest);
    expect(await failureOf(openLayout(saved, 'latest', {}))).toMatchObject({
      code: 'REFERENCE_INVALID',
      hint: expect.stringContaining('first:latest, second:latest'),
    });
  });
});

describe('platforms', () => {
  const platforms = (...images: MadeImage[]): IndexEntry[] =>
    images.map((image) => {
      const { os, architecture, variant } = JSON.parse(image.config.toString());
      return describeImage(image, { platform: { os, architecture, ...(variant ? { variant } : {}) } });
    });

  it('are chosen from nested indexes; attestations are none', async () => {
    const attestation: IndexEntry = {
      ...describeImage(armV6),
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    };
    const inner = makeIndex([attestation, ...platforms(s390x, armV6, armV7, onHost)]);
    const outer = makeIndex([inner.entry]);
    const folder = writeLayout([s390x, armV6, armV7, onHost], [outer.entry], [inner.bytes, outer.bytes]);
    const open = async (platform?: string) =>
      (await openLayout(folder, undefined, platform === undefined ? {} : { platform })).digest;
    expect(await open()).toBe(onHost.manifestDigest);
    expect(await open('linux/s390x')).toBe(s390x.manifestDigest);
    expect(await open('linux/arm')).toBe(armV7.manifestDigest);
    expect(await open('linux/arm/v6')).toBe(armV6.manifestDigest);
    expect(await failureOf(open('linux/riscv64'))).toMatchObject({
      code: 'PLATFORM_NOT_FOUND',
      hint: expect.stringMatching(/linux\/s390x.*linux\/arm\/v6/),
    });
    expect(await failureOf(open('unknown/unknown'))).toMatchObject({ code: 'PLATFORM_NOT_FOUND' });
  });

  it('are read from the configs where the index states none', async () => {
    const index = makeIndex([describeImage(s390x), describeImage(onHost)]);
    const folder = writeLayout([s390x, onHost], [index.entry], [index.bytes]);
    expect((await openLayout(folder, undefined, {})).digest).toBe(onHost.manifestDigest);
    expect((await openLayout(folder, undefined, { platform: 'linux/s390x' })).digest).toBe(
      s390x.manifestDigest,
    );
    expect(await failureOf(openLayout(folder, undefined, { platform: 'linux/386' }))).toMatchObject({
      code: 'PLATFORM_NOT_FOUND',
      hint: expect.stringContaining('linux/s390x'),
    });
  });

  it('an index with an attestation beside one image is one image', async () => {
    const index = makeIndex([
      ...platforms(s390x),
      { ...describeImage(armV6), platform: { os: 'unknown', architecture: 'unknown' } },
    ]);
    const folder = writeLayout([s390x, armV6], [index.entry], [index.bytes]);
    expect((await openLayout(folder, undefined, {})).digest).toBe(s390x.manifestDigest);
  });
});
