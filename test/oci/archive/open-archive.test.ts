import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../../src/oci/archive/open-archive.ts';
import { packLegacySave, packModernSave, packPodmanSave } from '../../support/docker-archives.ts';
import {
  blobPath,
  describeImage,
  failureOf,
  hexOf,
  type MadeImage,
  makeImage,
  makeLayer,
  makeTemporaryFolder,
  packLayout,
  packTar,
  type RawMember,
  REF_NAME,
  readLayerFiles,
  toMembers,
  unpackLayers,
} from '../../support/image-files.ts';

const root = makeTemporaryFolder();
let files = 0;

function writeArchive(members: readonly RawMember[]): string {
  const path = join(root, `${files++}.tar`);
  writeFileSync(path, packTar(members));
  return path;
}

const base = makeLayer({ 'etc/base': 'base' });
const same = makeLayer({ 'app/same': 'same' });
/** With a layer that comes twice, as images have it. */
const image = makeImage({ layers: [base, same, makeLayer({ 'app/main': 'app' }), same] });
const plainLayers = image.layers.map((layer) => layer.tar);

describe('docker-archives', () => {
  it.each([
    ['of Docker to 24, with repeated layers as links', packLegacySave(image)],
    ['of podman, with links to layers named by diffId', packPodmanSave(image)],
  ])('%s', async (_, members) => {
    const path = writeArchive(members);
    for (const transport of [undefined, 'docker-archive'] as const) {
      const opened = await openArchive(path, transport, undefined, {});
      expect(opened).toMatchObject({
        transport: 'docker-archive',
        reference: `docker-archive:${path}`,
        digest: image.configDigest,
        diffIdsVouched: false,
      });
      expect(opened.config.diffIds).toEqual(image.layers.map((layer) => layer.diffId));
      expect(opened.layers.every((layer) => layer.descriptor === null)).toBe(true);
      expect(readLayerFiles(opened)).toEqual(plainLayers);
    }
    expect(await failureOf(openArchive(path, 'oci-archive', undefined, {}))).toMatchObject({
      code: 'NOT_AN_IMAGE',
    });
  });

  it('of Docker 25 are read by manifest.json under docker-archive:, else by index.json', async () => {
    const path = writeArchive(packModernSave(image));
    const byManifest = await openArchive(path, 'docker-archive', undefined, {});
    expect(byManifest.layers.map((layer) => layer.descriptor)).toEqual([null, null, null, null]);
    expect(byManifest.digest).toBe(image.configDigest);
    for (const transport of [undefined, 'oci-archive'] as const) {
      const byIndex = await openArchive(path, transport, undefined, {});
      expect(byIndex.transport).toBe('oci-archive');
      expect(byIndex.layers.map((layer) => layer.descriptor?.digest)).toEqual(
        image.layers.map((layer) => layer.diffId),
      );
      expect(readLayerFiles(byIndex)).toEqual(plainLayers);
    }
    expect((await openArchive(path, 'docker-archive', 'app:1', {})).digest).toBe(image.configDigest);
    expect((await openArchive(path, 'oci-archive', 'app:1', {})).config.diffIds).toHaveLength(4);
  });

  it('fall back to manifest.json where index.json leads to blobs that are not there, and say so', async () => {
    const members = packModernSave(image).map((member) =>
      member.name === 'index.json'
        ? { ...member, body: JSON.stringify({ manifests: [describeImage(image)] }) }
        : member,
    );
    const path = writeArchive(members);
    const lines: string[] = [];
    const opened = await openArchive(path, undefined, undefined, {
      onNotice: (line) => void lines.push(line),
    });
    expect(opened.transport).toBe('docker-archive');
    expect(lines).toEqual([expect.stringContaining('manifest.json is read')]);
    expect(await failureOf(openArchive(path, 'oci-archive', undefined, {}))).toMatchObject({
      code: 'IMAGE_INVALID',
    });
  });

  it('of image builders, with compressed layers and configs named `sha256:...`', async () => {
    const path = writeArchive([
      { name: image.configDigest, body: image.config },
      ...image.layers.map((layer) => ({ name: `${hexOf(layer.digest)}.tar.gz`, body: layer.stored })),
      {
        name: 'manifest.json',
        body: JSON.stringify([
          {
            Config: image.configDigest,
            RepoTags: null,
            Layers: image.layers.map((layer) => `${hexOf(layer.digest)}.tar.gz`),
          },
        ]),
      },
    ]);
    expect(readLayerFiles(await openArchive(path, undefined, undefined, {}))).toEqual(
      image.layers.map((layer) => layer.stored),
    );
  });

  it('with several images need a name or a position', async () => {
    const other = makeImage({ layers: [makeLayer({ other: 'other' })] });
    const parts = [
      packPodmanSave(image, ['localhost/app:1', 'app:2']),
      packPodmanSave(other, ['other:latest']),
    ];
    const entries = parts.flatMap((members) => JSON.parse(String(members.at(-1)!.body)) as unknown[]);
    const path = writeArchive([
      ...parts.flatMap((members) => members.slice(0, -1)),
      { name: 'manifest.json', body: JSON.stringify(entries) },
    ]);
    const open = async (selector?: string): Promise<string> =>
      (await openArchive(path, 'docker-archive', selector, {})).digest;
    expect(await open('app:2')).toBe(image.configDigest);
    expect(await open('docker.io/library/other')).toBe(other.configDigest);
    expect(await open('@1')).toBe(other.configDigest);
    expect(await failureOf(open())).toMatchObject({
      code: 'REFERENCE_INVALID',
      hint: expect.stringContaining('localhost/app:1, other:latest'),
    });
    expect(await failureOf(open('app:3'))).toMatchObject({ code: 'IMAGE_NOT_FOUND' });
    expect(await failureOf(open('@2'))).toMatchObject({ code: 'IMAGE_NOT_FOUND' });
  });

  it('of another platform are opened with a word, or refused where a platform is asked for', async () => {
    const arm = makeImage({ platform: { os: 'linux', architecture: 's390x' } });
    const path = writeArchive(packPodmanSave(arm));
    const lines: string[] = [];
    await openArchive(path, undefined, undefined, { onNotice: (line) => void lines.push(line) });
    expect(lines).toEqual([expect.stringContaining('linux/s390x')]);
    expect(await failureOf(openArchive(path, undefined, undefined, { platform: 'linux/386' }))).toMatchObject(
      {
        code: 'PLATFORM_NOT_FOUND',
      },
    );
  });
});

describe('OCI archives', () => {
  const tagged = describeImage(image, { annotations: { [REF_NAME]: '1.0' } });

  it('are read without manifest.json, by tag or alone', async () => {
    const path = writeArchive(toMembers(packLayout([image], [tagged])));
    for (const selector of [undefined, '1.0'])
      expect(await openArchive(path, undefined, selector, {})).toMatchObject({
        transport: 'oci-archive',
        reference: selector === undefined ? `oci-archive:${path}` : `oci-archive:${path}:1.0`,
        digest: image.manifestDigest,
      });
    expect(await failureOf(openArchive(path, 'docker-archive', undefined, {}))).toMatchObject({
      code: 'NOT_AN_IMAGE',
    });
  });

  it('have their layers where the archive has them, under the identity of the archive', async () => {
    const path = writeArchive(toMembers(packLayout([image])));
    const opened = await openArchive(path, undefined, undefined, {});
    expect(readLayerFiles(opened)).toEqual(image.layers.map((layer) => layer.stored));
    const stats = statSync(path, { bigint: true });
    for (const { location } of opened.layers)
      expect(location).toMatchObject({
        kind: 'file',
        path,
        identity: { inode: String(stats.ino), sizeBytes: Number(stats.size), mtimeNs: String(stats.mtimeNs) },
      });
  });

  it('may have names with ./ in front, in PAX and GNU long form, and as hard links', async () => {
    const long = `blobs/${'x/../'.repeat(60)}`;
    const [first, ...rest] = toMembers(packLayout([image]));
    const layer = image.layers[0]!;
    const members: RawMember[] = [
      { ...first!, name: `./${first!.name}` },
      ...rest
        .filter((member) => member.name !== blobPath(layer.digest))
        .map((member) => ({ ...member, name: member.name.replace('blobs/', long) })),
      { name: '././@LongLink', type: 'L', body: `./blobs/${'y/../'.repeat(60)}kept\0` },
      { name: 'cut', body: layer.stored },
      { name: '././@LongLink', type: 'K', body: `./blobs/${'z/../'.repeat(60)}kept\0` },
      { name: `./${blobPath(layer.digest)}`, type: '1', link: 'cut' },
    ];
    const opened = await openArchive(writeArchive(members), undefined, undefined, {});
    expect(readLayerFiles(opened)).toEqual(image.layers.map((some) => some.stored));
  });
});

describe('archives compressed as a whole', () => {
  const tar = packTar(packLegacySave(image));

  it('are unpacked to a private file that goes with the image', async () => {
    const path = join(root, 'image.tar.gz');
    writeFileSync(path, gzipSync(tar));
    const lines: string[] = [];
    const opened = await openArchive(path, undefined, undefined, {
      onNotice: (line) => void lines.push(line),
    });
    expect(lines).toEqual([expect.stringContaining('temporary file')]);
    expect(opened.reference).toBe(`docker-archive:${path}`);
    const unpacked = await unpackLayers(opened);
    expect(lines).toHaveLength(1);
    expect(readLayerFiles(unpacked)).toEqual(plainLayers);
    expect(opened.layers[0]!.location).toMatchObject({
      identity: { inode: String(statSync(path, { bigint: true }).ino) },
    });
    const { location } = unpacked.layers[0]!;
    if (location.kind !== 'file') throw new Error('not in a file');
    expect(statSync(location.path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(location.path)).mode & 0o777).toBe(0o700);
    await opened.close();
    expect(existsSync(dirname(location.path))).toBe(false);
  });

  it('may be zstd', async () => {
    // A frame of raw blocks (RFC 8878 section 3.1.1), so that no encoder is needed.
    const blocks: Buffer[] = [Buffer.from('28b52ffd0060', 'hex')];
    for (let offset = 0; offset < tar.length; offset += 4096) {
      const block = tar.subarray(offset, offset + 4096);
      const header = Buffer.alloc(3);
      header.writeUIntLE((block.length << 3) | (offset + 4096 >= tar.length ? 1 : 0), 0, 3);
      blocks.push(header, block);
    }
    const path = join(root, 'image.tar.zst');
    writeFileSync(path, Buffer.concat(blocks));
    const opened = await openArchive(path, undefined, undefined, {});
    expect(readLayerFiles(await unpackLayers(opened))).toEqual(plainLayers);
    await opened.close();
  });
});

it('an image that was opened closes without a word', async () => {
  const opened = await openArchive(
    writeArchive(packLegacySave(image as MadeImage)),
    undefined,
    undefined,
    {},
  );
  await expect(opened.close()).resolves.toBeUndefined();
});
