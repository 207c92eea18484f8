import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeMemberHeader } from '../../../src/oci/archive/archive-writer.ts';
import { openDockerArchiveDestination } from '../../../src/oci/archive/docker-archive-destination.ts';
import { openOciArchiveDestination } from '../../../src/oci/archive/oci-archive-destination.ts';
import { openArchive } from '../../../src/oci/archive/open-archive.ts';
import { digestBytes } from '../../../src/oci/bytes/digest.ts';
import type { Descriptor } from '../../../src/oci/image/descriptor.ts';
import type { ImageDestination } from '../../../src/oci/image/destination.ts';
import { OCI_INDEX, OCI_LAYER_GZIP } from '../../../src/oci/image/media-types.ts';
import { isChecksumRight, readNumberAt, SIZE } from '../../../src/oci/tar/header.ts';
import { file, layer } from '../../support/layers.ts';
import { fromBytes, makeImage, makeManifest, never, writeImage } from '../../support/written-images.ts';

let folder = '';
let at = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-archive-'));
  at = join(folder, 'image.tar');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TARS = [layer([file('a', 'x'.repeat(3_000_000))]), layer([file('b')])];
const IMAGE = makeImage(TARS);

const OPENERS = {
  'oci-archive': openOciArchiveDestination,
  'docker-archive': openDockerArchiveDestination,
} as const;

async function write(destination: ImageDestination): Promise<Descriptor> {
  try {
    return await writeImage(destination, IMAGE);
  } finally {
    await destination.close();
  }
}

describe.each(['oci-archive', 'docker-archive'] as const)('%s', (kind) => {
  const open = OPENERS[kind];

  test('holds the image, which is read back', async () => {
    const destination = await open(at, 'team/app:1.0');
    expect(destination.reference).toBe(`${kind}:${at}:team/app:1.0`);
    await write(destination);
    expect(readdirSync(folder)).toEqual(['image.tar']);
    const opened = await openArchive(at, kind, 'team/app:1.0', {});
    expect(opened.layers.map(({ diffId }) => diffId)).toEqual(TARS.map(digestBytes));
    for (const [i, { location }] of opened.layers.entries()) {
      if (location.kind !== 'file') throw new Error('no file');
      const bytes = readFileSync(at).subarray(
        location.offsetBytes,
        location.offsetBytes + location.sizeBytes,
      );
      expect(bytes.equals(TARS[i]!)).toBe(true);
    }
    await opened.close();
  });

  test('needs no name', async () => {
    await write(await open(at, undefined));
    const opened = await openArchive(at, kind, undefined, {});
    expect(opened.layers).toHaveLength(2);
  });

  test('is not there before the commit, and nothing is left of one that was not committed', async () => {
    const destination = await open(at, undefined);
    await destination.writeBlob(IMAGE.layers[0]!, never());
    expect(readdirSync(folder)).not.toContain('image.tar');
    await destination.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('has each blob once, and goes on after one that failed', async () => {
    const destination = await open(at, undefined);
    const failing = {
      ...IMAGE.layers[0]!,
      async *open() {
        yield TARS[0]!.subarray(0, 2_000_000);
        throw new Error('gone');
      },
    };
    await expect(destination.writeBlob(failing, never())).rejects.toThrow('gone');
    const unknown = { mediaType: IMAGE.layers[0]!.mediaType, open: IMAGE.layers[0]!.open };
    await destination.writeBlob(unknown, never());
    await destination.writeBlob(unknown, never());
    await expect(destination.writeBlob(failing, never())).resolves.toMatchObject({
      digest: failing.digest,
    });
    await write(destination);
    const sizeBytes = readFileSync(at).length;
    expect(sizeBytes).toBeLessThan(TARS[0]!.length + TARS[1]!.length + 20_000);
    await openArchive(at, kind, undefined, {});
  });

  test('takes no place of what is there, unless it may', async () => {
    writeFileSync(at, 'mine');
    await expect(open(at, undefined)).rejects.toMatchObject({ code: 'DESTINATION_EXISTS' });
    expect(readFileSync(at, 'utf8')).toBe('mine');
    await write(await open(at, undefined, { replace: true }));
    await openArchive(at, kind, undefined, {});
    rmSync(at);
    mkdirSync(at);
    await expect(open(at, undefined, { replace: true })).rejects.toMatchObject({
      code: 'DESTINATION_EXISTS',
    });
  });

  test('takes no place of what appeared meanwhile', async () => {
    const destination = await open(at, undefined);
    writeFileSync(at, 'mine');
    await expect(write(destination)).rejects.toMatchObject({ code: 'DESTINATION_EXISTS' });
    expect(readFileSync(at, 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual(['image.tar']);
  });

  test('removes what a run left that is gone, and nothing else', async () => {
    const { pid } = process;
    const gone = `${at}.plimsoll-4194303-1-00000000-0123456789ab`;
    const others = [`${at}.plimsoll-notes`, `${at}.bak`];
    for (const path of [gone, ...others]) writeFileSync(path, '');
    const living = await open(at, undefined);
    const own = readdirSync(folder).filter((name) => name.includes(`plimsoll-${pid}-`));
    // A mark of elsewhere is believed for a day.
    expect(readdirSync(folder)).toContain('image.tar.plimsoll-4194303-1-00000000-0123456789ab');
    const [mark = ''] = own;
    const dead = mark.replace(/plimsoll-\d+-\d+-/, 'plimsoll-4194303-1-');
    writeFileSync(join(folder, dead), '');
    const second = await open(at, undefined);
    expect(readdirSync(folder)).not.toContain(dead);
    expect(readdirSync(folder)).toContain(mark);
    for (const path of others) expect(readFileSync(path, 'utf8')).toBe('');
    await living.close();
    await second.close();
  });

  test('an image whose layer was not written is refused', async () => {
    const destination = await open(at, undefined);
    await destination.writeBlob(IMAGE.config, never());
    await expect(destination.commit({ documents: IMAGE.documents }, never())).rejects.toMatchObject({
      code: 'IMAGE_INVALID',
    });
    await destination.close();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('docker-archive', () => {
  test('holds layers inflated, and names them anew', async () => {
    const destination = await openDockerArchiveDestination(at, undefined);
    const layers = [];
    for (const tar of TARS) {
      const packed = fromBytes(gzipSync(tar), OCI_LAYER_GZIP);
      layers.push(await destination.writeBlob(packed, never()));
      expect(await destination.writeBlob(packed, never())).toEqual(layers.at(-1));
    }
    expect(layers.map(({ digest }) => digest)).toEqual(TARS.map(digestBytes));
    await destination.writeBlob(IMAGE.config, never());
    const documents = [makeManifest(IMAGE.config as Descriptor, layers)];
    const { digest } = await destination.commit({ documents }, never());
    await destination.close();
    expect(digest).toBe(IMAGE.config.digest);
    expect((await openArchive(at, undefined, undefined, {})).digest).toBe(digest);
  });

  test('holds no index, and no config that states other layers', async () => {
    const destination = await openDockerArchiveDestination(at, undefined);
    for (const blob of [...IMAGE.layers, IMAGE.config]) await destination.writeBlob(blob, never());
    const index = {
      mediaType: OCI_INDEX,
      bytes: Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] })),
    };
    await expect(destination.commit({ documents: [index] }, never())).rejects.toMatchObject({
      code: 'IMAGE_UNSUPPORTED',
    });
    const reversed = makeManifest(IMAGE.config as Descriptor, IMAGE.layers.toReversed() as Descriptor[]);
    await expect(destination.commit({ documents: [reversed] }, never())).rejects.toMatchObject({
      code: 'IMAGE_INVALID',
    });
    await destination.close();
  });

  test.each(['Team/App', 'a b', 'x@sha256:1'])('%j is no name', async (name) => {
    await expect(openDockerArchiveDestination(at, name)).rejects.toMatchObject({
      code: 'REFERENCE_INVALID',
    });
  });

  test('a damaged layer is refused', async () => {
    const destination = await openDockerArchiveDestination(at, undefined);
    const packed = fromBytes(gzipSync(TARS[0]!).subarray(0, 1000), OCI_LAYER_GZIP);
    await expect(destination.writeBlob(packed, never())).rejects.toMatchObject({ code: 'LAYER_TRUNCATED' });
    await destination.close();
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('an OCI archive of one image has what docker load reads, too', async () => {
  await write(await openOciArchiveDestination(at, 'team/app:1.0'));
  const opened = await openArchive(at, 'docker-archive', 'team/app:1.0', {});
  expect(opened.digest).toBe(IMAGE.config.digest);
});

test.each([0, 1, 8 ** 11 - 1, 8 ** 11, 2 ** 40])('a member of %i bytes has one header block', (sizeBytes) => {
  const header = encodeMemberHeader('blobs/sha256/x', sizeBytes);
  expect(header).toHaveLength(512);
  expect(isChecksumRight(header)).toBe(true);
  expect(readNumberAt(header, ...SIZE, 'size')).toBe(sizeBytes);
});
