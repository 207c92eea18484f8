// A worker's part of reading a fleet: one layer, read as any image's is, and handed over as a block.
import type { FactsCache } from '../../contents/cache/facts-cache.ts';
import { packFacts } from '../../contents/cache/packed-facts.ts';
import { readImage } from '../../contents/read-image.ts';
import { PlimsollError } from '../../errors.ts';
import { openImage } from '../../oci/open-image.ts';
import { type LayerStepInput, type LayerStepResult, packedLayerOf } from './layer-step.ts';

/** What a worker reads with. */
export interface LayerScanOptions {
  readonly cache: FactsCache;
  readonly signal: AbortSignal;
  readonly onNotice: (line: string) => void;
}

/** A layer that was read. */
export interface ScannedLayer {
  readonly result: LayerStepResult;
  readonly block: Uint8Array;
}

/** Reads the layer; its digest and diffId are proven by that, or it throws. */
export async function scanOneLayer(
  input: LayerStepInput,
  { cache, signal, onNotice }: LayerScanOptions,
): Promise<ScannedLayer> {
  const { reference, platform, insecure, digest, diffId, readings } = input;
  const image = await openImage(reference, {
    ...(platform === undefined ? {} : { platform }),
    insecure,
    documents: cache.documents,
    signal,
    onNotice,
  });
  try {
    const layer = image.layers.find((one) => one.descriptor?.digest === digest && one.diffId === diffId);
    if (layer === undefined)
      throw new PlimsollError('IMAGE_NOT_FOUND', `the image has no layer ${digest} any more`, {
        subject: reference,
      });
    const one = { ...image, layers: [layer], close: () => image.close() };
    const contents = await readImage(one, { cache, readings, workers: 1, signal });
    const [read] = contents.layers;
    const block = packFacts(cache, packedLayerOf(input));
    if (block === undefined)
      throw new PlimsollError('DESTINATION_UNWRITABLE', "a worker's cache does not keep what was read", {
        subject: cache.folder ?? 'cache',
      });
    const { isFromCache, storedBytes, facts } = read!;
    return { result: { wasRead: !isFromCache, storedBytes, tarBytes: facts.tarBytes }, block };
  } finally {
    await image.close();
  }
}
