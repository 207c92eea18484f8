// New layers read back while they are written: only what lies in the file counts, and only the file that is there at the end.
import { appendFileSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ScanPool } from '../../../src/contents/scan/scan-pool.ts';
import type { Descriptor } from '../../../src/oci/image/descriptor.ts';
import type { BlobSource, ImageDestination } from '../../../src/oci/image/destination.ts';
import { OCI_LAYER } from '../../../src/oci/image/media-types.ts';
import { openDestination } from '../../../src/oci/open-destination.ts';
import { ReadAlong } from '../../../src/rewrite/proof/read-along.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { cutIntoPieces, file, layer, scanBytes } from '../../support/layers.ts';
import { locate, store } from '../../support/opened-images.ts';

const LARGE = store(layer([file('a', Buffer.alloc(9_000_000, 'large ')), file('b', 'small')]));
const SMALL = store(layer([file('a', Buffer.alloc(2_000_000, 'small '))]));
const PATHS_ONLY = { packages: false, secretRules: null };
const never = new AbortController().signal;

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});
function keep<T extends { close(): Promise<void> }>(one: T): T {
  opened.push(one);
  return one;
}

/** Writes a layer with someone who reads along; `between` is called before the last piece. */
async function write(
  place: ImageDestination,
  readAlong: ReadAlong,
  { stored } = LARGE,
  between: () => void = () => {},
): Promise<Descriptor> {
  const follower = readAlong.follow(never);
  let descriptor: Descriptor | undefined;
  const blob: BlobSource = {
    mediaType: OCI_LAYER,
    onStored: follower.take,
    async *open() {
      const pieces = cutIntoPieces(stored, 1_000_000);
      for (const [i, piece] of pieces.entries()) {
        if (i === pieces.length - 1) between();
        yield piece;
      }
    },
  };
  try {
    descriptor = await place.writeBlob(blob, never);
    return descriptor;
  } finally {
    follower.end(descriptor);
  }
}

function readAlongHere(): ReadAlong {
  return keep(new ReadAlong(new ScanPool(0)));
}

describe('a layer that is read while it is written', () => {
  test.each(['oci:F/image', 'oci-archive:F/image.tar'])('to %s has its own facts', async (text) => {
    const place = keep(await openDestination(text.replace('F', makeTemporaryFolder())));
    const readAlong = readAlongHere();
    // In an archive the second one begins within the file.
    for (const one of [LARGE, store(layer([file('c', Buffer.alloc(6_000_000, 'c'))]))]) {
      const descriptor = await write(place, readAlong, one);
      const where = { diffId: one.diffId, location: await place.locateBlob(descriptor) };
      const { facts } = await scanBytes(one.stored, 10_000, { readings: PATHS_ONLY });
      expect(await readAlong.takeFacts(where, descriptor)).toEqual(facts);
      // Taken once.
      expect(await readAlong.takeFacts(where, descriptor)).toBeUndefined();
    }
  });

  test('is not believed where another diffId was promised, nor at another place', async () => {
    const folder = makeTemporaryFolder();
    const place = keep(await openDestination(`oci:${folder}/image`));
    const readAlong = readAlongHere();
    const descriptor = await write(place, readAlong);
    const location = await place.locateBlob(descriptor);
    expect(await readAlong.takeFacts({ diffId: SMALL.diffId, location }, descriptor)).toBeUndefined();
    await write(place, readAlong);
    const copy = join(folder, 'copy');
    copyFileSync((location as { path: string }).path, copy);
    const elsewhere = { diffId: LARGE.diffId, location: locate(copy) };
    expect(await readAlong.takeFacts(elsewhere, descriptor)).toBeUndefined();
  });

  test('is left to be read later where it is small, or was not written to its end', async () => {
    const place = keep(await openDestination(`oci:${makeTemporaryFolder()}/image`));
    const readAlong = readAlongHere();
    const small = await write(place, readAlong, SMALL);
    const location = await place.locateBlob(small);
    expect(await readAlong.takeFacts({ diffId: SMALL.diffId, location }, small)).toBeUndefined();
    const failing = (): void => {
      throw new Error('no more');
    };
    await expect(write(place, readAlong, LARGE, failing)).rejects.toThrow('no more');
  });

  test.each([true, false])(
    'shows what lies in the file, and not what was meant to: %s',
    async (isDamaged) => {
      const path = join(makeTemporaryFolder(), 'blob');
      const bytes = Buffer.from(LARGE.stored);
      if (isDamaged) bytes[1_000_000]! ^= 1;
      writeFileSync(path, bytes.subarray(0, 5_000_000));
      const readAlong = readAlongHere();
      const follower = readAlong.follow(never);
      follower.take({ path, offsetBytes: 0, sizeBytes: 5_000_000 });
      appendFileSync(path, bytes.subarray(5_000_000));
      const { digest, diffId } = LARGE;
      const descriptor: Descriptor = { mediaType: OCI_LAYER, digest, sizeBytes: bytes.length };
      follower.end(descriptor);
      const facts = await readAlong.takeFacts({ diffId, location: locate(path) }, descriptor);
      expect(facts?.diffId).toBe(isDamaged ? undefined : diffId);
    },
  );

  test('ends with its reader, also in the middle', async () => {
    const path = join(makeTemporaryFolder(), 'blob');
    writeFileSync(path, LARGE.stored);
    const readAlong = new ReadAlong(new ScanPool(0));
    const follower = readAlong.follow(never);
    follower.take({ path, offsetBytes: 0, sizeBytes: 6_000_000 });
    await readAlong.close();
    follower.end(undefined);
  });
});
