// Offers the layers of an export of containerd's store as it streams by: blobs as they were pulled, by their digests.
import { PlimsollError } from '../../errors.ts';
import { digestAlgorithm, digestHex } from '../bytes/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { ExportedBlob } from '../image/image.ts';
import { walkExport } from './walk-export.ts';

/**
 * Yields the members that are layers. Each of `exports` asks the engine for an export; the next one is only asked for
 * where layers are missing in those before. Throws IMAGE_INVALID where all of them lack one.
 */
export async function* offerBlobs(
  exports: readonly (() => AsyncIterable<Uint8Array>)[],
  layers: readonly Descriptor[],
  subject: string,
): AsyncGenerator<ExportedBlob> {
  const missing = new Map<string, number[]>();
  for (const [index, { digest }] of layers.entries()) {
    const name = `blobs/${digestAlgorithm(digest)}/${digestHex(digest)}`;
    missing.set(name, [...(missing.get(name) ?? []), index]);
  }
  for (const open of exports) {
    for await (const { kind, name, sizeBytes, read } of walkExport(open(), subject)) {
      const layerIndexes = missing.get(name);
      if (kind !== 'file' || layerIndexes === undefined) continue;
      missing.delete(name);
      yield { name, sizeBytes, layerIndexes, read };
    }
    if (missing.size === 0) return;
  }
  const [first] = [...missing.values()].flat();
  throw new PlimsollError(
    'IMAGE_INVALID',
    `the engine's export holds no layer ${first} (${layers[first!]?.digest})`,
  );
}
