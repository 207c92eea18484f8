// Destinations on a disk that is too small: a clear error, nothing left, the old image as it was.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Descriptor } from '../../src/oci/image/descriptor.ts';
import { openDestination } from '../../src/oci/open-destination.ts';
import { openImage } from '../../src/oci/open-image.ts';
import { file, layer } from '../support/layers.ts';
import { makeImage, writeImage } from '../support/written-images.ts';
import { canRun, must } from './run-program.ts';

const SMALL = makeImage([layer([file('a', randomBytes(1_000_000))])]);
const LARGE = makeImage([
  layer([file('a', randomBytes(1_000_000))]),
  layer([file('b', randomBytes(9_000_000))]),
]);

async function write(text: string, image = LARGE): Promise<Descriptor> {
  const destination = await openDestination(text);
  try {
    return await writeImage(destination, image);
  } finally {
    await destination.close();
  }
}

describe.runIf(canRun('mount', ['--version'], () => true))('a disk of 6 MiB', () => {
  let disk = '';
  beforeAll(async () => {
    disk = mkdtempSync(join(tmpdir(), 'plimsoll-disk-'));
    await must('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk]);
  });
  afterAll(async () => {
    await must('umount', [disk]);
    rmSync(disk, { recursive: true });
  });

  test.each(['oci:F/new', 'oci-archive:F/new.tar', 'docker-archive:F/new.tar'])('%s', async (place) => {
    const text = place.replace('F', disk);
    await expect(write(text)).rejects.toMatchObject({
      code: 'DESTINATION_UNWRITABLE',
      message: 'there is no room left (ENOSPC)',
    });
    expect(readdirSync(disk)).toEqual([]);
    await write(text, SMALL);
    await (await openImage(text, {})).close();
    rmSync(join(disk, readdirSync(disk)[0]!), { recursive: true });
  });

  test('a layout that is there stays as it is, and takes what has room', async () => {
    const { digest } = await write(`oci:${disk}/image:old`, SMALL);
    const index = readFileSync(join(disk, 'image/index.json'));
    await expect(write(`oci:${disk}/image:new`)).rejects.toMatchObject({ code: 'DESTINATION_UNWRITABLE' });
    expect(readFileSync(join(disk, 'image/index.json')).equals(index)).toBe(true);
    expect(readdirSync(join(disk, 'image')).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
    expect((await openImage(`oci:${disk}/image:old`, {})).digest).toBe(digest);
    await write(`oci:${disk}/image:new`, makeImage([layer([file('c', randomBytes(2_000_000))])]));
    for (const tag of ['old', 'new']) await openImage(`oci:${disk}/image:${tag}`, {});
  });
});
