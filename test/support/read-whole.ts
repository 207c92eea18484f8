// An image as a reader finds it, with every layer compared with its diffId.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { type Digest, digestBytes } from '../../src/oci/bytes/digest.ts';
import { openImage } from '../../src/oci/open-image.ts';
import { never } from './written-images.ts';

/** The image's digest once all of its blobs were compared with theirs; undefined where there is no image. */
export async function readWhole(reference: string): Promise<Digest | undefined> {
  const image = await openImage(reference, { platform: 'linux/amd64' }).catch((error: unknown) => {
    expect(error).toMatchObject({ code: expect.stringMatching(/^(?:IMAGE_NOT_FOUND|NOT_AN_IMAGE)$/) });
    return undefined;
  });
  if (image === undefined) return undefined;
  for (const { diffId, location } of image.layers) {
    const pieces: Uint8Array[] = [];
    if (location.kind === 'file') {
      const { path, offsetBytes, sizeBytes } = location;
      pieces.push(readFileSync(path).subarray(offsetBytes, offsetBytes + sizeBytes));
    } else if (location.kind === 'stream') {
      for await (const piece of location.open(never())) pieces.push(Buffer.from(piece));
    }
    const stored = Buffer.concat(pieces);
    const isGzip = stored[0] === 0x1f && stored[1] === 0x8b;
    expect(digestBytes(isGzip ? gunzipSync(stored) : stored)).toBe(diffId);
  }
  await image.close();
  return image.digest;
}
