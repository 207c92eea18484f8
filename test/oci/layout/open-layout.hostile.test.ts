import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLayout } from '../../../src/oci/layout/open-layout.ts';
import {
  blobPath,
  describeImage,
  failureOf,
  type IndexEntry,
  makeImage,
  makeIndex,
  makeTemporaryFolder,
  OCI_INDEX,
  packLayout,
  sha256,
  writeTree,
} from '../../support/image-files.ts';

const root = makeTemporaryFolder();
let folders = 0;
const image = makeImage();

function writeLayout(entries?: readonly IndexEntry[], more?: readonly Uint8Array[]): string {
  return writeTree(join(root, String(folders++)), packLayout([image], entries, more));
}

async function codeOf(folder: string, selector?: string): Promise<string> {
  return (await failureOf(openLayout(folder, selector, {}))).code;
}

describe('blobs that are not what they claim to be', () => {
  it.each([
    ['the manifest', image.manifestDigest],
    ['the config', image.configDigest],
  ])('%s changed or cut off is a mismatch', async (_, digest) => {
    const folder = writeLayout();
    const path = join(folder, blobPath(digest));
    const bytes = digest === image.configDigest ? image.config : image.manifest;
    writeFileSync(path, bytes.toString().replace('sha256', 'sha255'));
    expect(await codeOf(folder)).toBe('DIGEST_MISMATCH');
    truncateSync(path, 10);
    expect(await codeOf(folder)).toBe('DIGEST_MISMATCH');
    rmSync(path);
    expect(await codeOf(folder)).toBe('IMAGE_INVALID');
  });

  it('a layer of another size is a mismatch; one that is missing makes the image invalid', async () => {
    const folder = writeLayout();
    const path = join(folder, blobPath(image.layers[1]!.digest));
    truncateSync(path, 10);
    expect(await failureOf(openLayout(folder, undefined, {}))).toMatchObject({
      code: 'DIGEST_MISMATCH',
      message: expect.stringContaining('layer 1'),
      subject: folder,
    });
    rmSync(path);
    expect(await codeOf(folder)).toBe('IMAGE_INVALID');
    mkdirSync(path);
    expect(await codeOf(folder)).toBe('IMAGE_INVALID');
  });

  it('a FIFO or a device in the place of a blob does not hang', async () => {
    const folder = writeLayout();
    const path = join(folder, blobPath(image.manifestDigest));
    rmSync(path);
    execFileSync('mkfifo', [path]);
    expect(await codeOf(folder)).toBe('IMAGE_INVALID');
    rmSync(path);
    symlinkSync('/dev/zero', path);
    expect(await codeOf(folder)).toBe('IMAGE_INVALID');
    rmSync(path);
    symlinkSync(path, path);
    expect(await codeOf(folder)).toBe('FILE_UNREADABLE');
  });

  it.skipIf(process.getuid?.() === 0)('an unreadable file is said to be one', async () => {
    const folder = writeLayout();
    chmodSync(join(folder, blobPath(image.manifestDigest)), 0);
    expect(await codeOf(folder)).toBe('FILE_UNREADABLE');
  });
});

describe('indexes', () => {
  it('that name themselves or each other end in an error', async () => {
    // A digest cannot name itself, so the circle shows as a blob that is not what it claims to be.
    const digest = sha256('anything');
    const bytes = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: OCI_INDEX,
        manifests: [{ mediaType: OCI_INDEX, digest, size: 0 }],
      }),
    );
    const entry = { mediaType: OCI_INDEX, digest, size: bytes.length };
    const folder = writeLayout([entry]);
    writeFileSync(join(folder, blobPath(digest)), bytes);
    expect(await codeOf(folder)).toBe('DIGEST_MISMATCH');
  });

  it('deeper than four below index.json are refused, four are read', async () => {
    const blobs: Uint8Array[] = [];
    let entry: IndexEntry = describeImage(image);
    const depths: string[] = [];
    for (let depth = 1; depth <= 6; depth++) {
      const code = await openLayout(writeLayout([entry], blobs), undefined, {}).then(
        () => 'opened',
        (error) => error.code,
      );
      depths.push(code);
      const index = makeIndex([entry]);
      blobs.push(index.bytes);
      entry = index.entry;
    }
    expect(depths).toEqual(['opened', 'opened', 'opened', 'opened', 'opened', 'IMAGE_INVALID']);
  });

  it('that repeat one entry thousands of times, on every level, cost one read an index', async () => {
    const blobs: Uint8Array[] = [];
    let index = makeIndex([]);
    for (let depth = 0; depth < 3; depth++) {
      blobs.push(index.bytes);
      const { entry } = index;
      index = makeIndex(Array.from({ length: 1000 }, () => entry));
    }
    const folder = writeLayout([index.entry], [...blobs, index.bytes]);
    const started = performance.now();
    expect(await codeOf(folder)).toBe('NOT_AN_IMAGE');
    expect(performance.now() - started).toBeLessThan(50_000);
  });

  it.each([
    ['no JSON', 'nonsense', 'IMAGE_INVALID'],
    ['a list', '[]', 'IMAGE_INVALID'],
    ['a manifest', '{"schemaVersion":2,"layers":[],"config":{}}', 'IMAGE_INVALID'],
    ['manifests of a wrong kind', '{"schemaVersion":2,"manifests":{}}', 'IMAGE_INVALID'],
    ['a null entry', '{"schemaVersion":2,"manifests":[null]}', 'IMAGE_INVALID'],
    [
      'a digest that is a path',
      '{"manifests":[{"digest":"sha256:../../../etc/passwd","size":1}]}',
      'IMAGE_INVALID',
    ],
    ['a negative size', `{"manifests":[{"digest":"${sha256('')}","size":-1}]}`, 'IMAGE_INVALID'],
    ['no entries', '{"schemaVersion":2,"manifests":[]}', 'NOT_AN_IMAGE'],
  ])('with %s are refused', async (_, text, code) => {
    const folder = writeLayout();
    writeFileSync(join(folder, 'index.json'), text);
    expect(await codeOf(folder)).toBe(code);
  });

  it('larger than 4 MiB are refused unread', async () => {
    const folder = writeLayout();
    writeFileSync(join(folder, 'index.json'), '');
    truncateSync(join(folder, 'index.json'), 2 ** 40);
    expect(await codeOf(folder)).toBe('IMAGE_INVALID');
  });
});

describe('manifests', () => {
  const write = (manifest: object): string => {
    const bytes = Buffer.from(JSON.stringify(manifest));
    return writeLayout(
      [{ mediaType: image.manifestType, digest: sha256(bytes), size: bytes.length }],
      [bytes],
    );
  };
  const json = JSON.parse(image.manifest.toString());

  it('of artifacts are no images', async () => {
    expect(
      await codeOf(
        write({ ...json, config: { ...json.config, mediaType: 'application/vnd.cncf.helm.config.v1+json' } }),
      ),
    ).toBe('NOT_AN_IMAGE');
  });

  it('with layers that are no tar, or that are elsewhere, are unsupported', async () => {
    const encrypted = {
      ...json.layers[1],
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted',
    };
    expect(await codeOf(write({ ...json, layers: [json.layers[0], encrypted] }))).toBe('IMAGE_UNSUPPORTED');
    const foreign = {
      mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
      digest: sha256('elsewhere'),
      size: 9,
    };
    expect(await codeOf(write({ ...json, layers: [json.layers[0], foreign] }))).toBe('IMAGE_UNSUPPORTED');
  });

  it('with more or fewer layers than diffIds are invalid', async () => {
    expect(await codeOf(write({ ...json, layers: [json.layers[0]] }))).toBe('IMAGE_INVALID');
    expect(await codeOf(write({ ...json, layers: [...json.layers, json.layers[0]] }))).toBe('IMAGE_INVALID');
  });

  it('of schema 1 are unsupported', async () => {
    expect(await codeOf(write({ schemaVersion: 1 }))).toBe('IMAGE_UNSUPPORTED');
  });
});
