import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digestBytes, digestHex } from '../../../src/oci/bytes/digest.ts';
import type { Descriptor } from '../../../src/oci/image/descriptor.ts';
import { openLayoutDestination } from '../../../src/oci/layout/layout-destination.ts';
import { openLayout } from '../../../src/oci/layout/open-layout.ts';
import { file, layer } from '../../support/layers.ts';
import { fromBytes, makeImage, never, writeImage } from '../../support/written-images.ts';

let folder = '';
let at = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-destination-'));
  at = join(folder, 'image');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const json = (...path: string[]) => JSON.parse(readFileSync(join(at, ...path), 'utf8'));
const blobsOf = (): readonly string[] => readdirSync(join(at, 'blobs', 'sha256')).sort();

async function write(tag: string | undefined, content: string): Promise<Descriptor> {
  const destination = await openLayoutDestination(at, tag);
  try {
    return await writeImage(destination, makeImage([layer([file('a')]), layer([file('b', content)])]));
  } finally {
    await destination.close();
  }
}

describe('a new layout', () => {
  test('has every file that the spec asks for, and nothing else', async () => {
    const written = await write('1.0', 'x');
    expect(readdirSync(folder)).toEqual(['image']);
    expect(readdirSync(at).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
    expect(readdirSync(join(at, 'blobs'))).toEqual(['sha256']);
    expect(json('oci-layout')).toEqual({ imageLayoutVersion: '1.0.0' });
    expect(json('index.json').manifests).toEqual([
      {
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        digest: written.digest,
        size: written.sizeBytes,
        platform: { architecture: 'amd64', os: 'linux' },
        annotations: { 'org.opencontainers.image.ref.name': '1.0' },
      },
    ]);
    const opened = await openLayout(at, '1.0', {});
    expect(opened.digest).toBe(written.digest);
    expect(opened.layers).toHaveLength(2);
  });

  test('is not there before the commit, and nothing is left of one that was not committed', async () => {
    const destination = await openLayoutDestination(at, undefined);
    await destination.writeBlob(fromBytes(layer([file('a')])), never());
    expect(readdirSync(folder)).not.toContain('image');
    await destination.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('may be made in an empty folder', async () => {
    mkdirSync(at);
    await write(undefined, 'x');
    expect((await openLayout(at, undefined, {})).layers).toHaveLength(2);
    expect(readdirSync(folder)).toEqual(['image']);
  });
});

describe('a layout that is there', () => {
  test('takes one more tag; blobs are shared, unknown keys kept', async () => {
    await write('one', 'x');
    const before = json('index.json');
    writeFileSync(join(at, 'index.json'), JSON.stringify({ ...before, extra: { a: 1 } }));
    await write('two', 'y');
    expect(json('index.json').extra).toEqual({ a: 1 });
    expect(json('index.json').manifests[0]).toEqual(before.manifests[0]);
    expect(blobsOf()).toHaveLength(7);
    for (const tag of ['one', 'two']) await openLayout(at, tag, {});
    expect(readdirSync(at).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  });

  test('moves a tag to the new image', async () => {
    await write('one', 'x');
    const { digest } = await write('one', 'y');
    expect(json('index.json').manifests).toHaveLength(1);
    expect((await openLayout(at, 'one', {})).digest).toBe(digest);
  });

  test('takes no second image without a tag', async () => {
    await write('one', 'x');
    await expect(write(undefined, 'y')).rejects.toMatchObject({
      code: 'DESTINATION_EXISTS',
      hint: expect.stringContaining(`oci:${at}:TAG`),
    });
    expect(readdirSync(at).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  });

  test('does not read what it has already, but mends what is damaged', async () => {
    await write('one', 'x');
    const tar = layer([file('a')]);
    const stored = join(at, 'blobs', 'sha256', digestHex(digestBytes(tar)));
    const unread = { ...fromBytes(tar), open: () => expect.unreachable() };
    const destination = await openLayoutDestination(at, 'two');
    await destination.writeBlob(unread, never());
    await destination.close();
    const wrong = Buffer.from(tar);
    wrong[0] = wrong[0]! ^ 1;
    writeFileSync(stored, wrong);
    await write('two', 'y');
    expect(readFileSync(stored).equals(tar)).toBe(true);
  });

  test('knows the blob of a layer by its diffId', async () => {
    await write('one', 'x');
    const tar = layer([file('a')]);
    const destination = await openLayoutDestination(at, 'two');
    expect(await destination.findLayer(digestBytes(tar), never())).toEqual({
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      digest: digestBytes(tar),
      sizeBytes: tar.byteLength,
    });
    expect(await destination.findLayer(digestBytes(Buffer.from('no')), never())).toBeUndefined();
    await destination.close();
  });
});

describe('what is refused', () => {
  test.each([
    ['a file', () => writeFileSync(at, 'mine')],
    [
      'a folder with something else',
      () => {
        mkdirSync(at);
        writeFileSync(join(at, 'mine'), '');
      },
    ],
  ])('%s at the destination', async (_, make) => {
    make();
    await expect(write('one', 'x')).rejects.toMatchObject({ code: 'DESTINATION_EXISTS' });
    expect(readdirSync(folder)).toEqual(['image']);
  });

  test.each(['@1', 'a b', '-x', 'x-', ''])('the tag %j', async (tag) => {
    await expect(write(tag, 'x')).rejects.toMatchObject({ code: 'REFERENCE_INVALID' });
  });

  test('bytes that are not those promised', async () => {
    const destination = await openLayoutDestination(at, 'one');
    const blob = { ...fromBytes(Buffer.from('good')), open: fromBytes(Buffer.from('evil')).open };
    await expect(destination.writeBlob(blob, never())).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    await expect(
      destination.writeBlob({ ...blob, open: fromBytes(Buffer.from('too long')).open }, never()),
    ).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    await destination.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('an image whose layer was not written', async () => {
    const destination = await openLayoutDestination(at, 'one');
    const { documents } = makeImage([layer([])]);
    await expect(destination.commit({ documents }, never())).rejects.toMatchObject({ code: 'IMAGE_INVALID' });
    await destination.close();
    expect(readdirSync(folder)).toEqual([]);
  });
});
