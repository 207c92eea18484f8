// Reads new layers back from where they were written. A layer that is the input's very blob needs no reading: its digest was
// compared when it was written, and its facts are the input's.

import type { LayerFacts } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { type ReadProgress, readImage } from '../../contents/read-image.ts';
import { PlimsollError } from '../../errors.ts';
import type { ImageDestination } from '../../oci/image/destination.ts';
import type { LayerSource, OpenedImage } from '../../oci/image/image.ts';
import type { RewrittenLayer } from '../image-rewrite.ts';
import type { ReadAlong } from './read-along.ts';

/** What was written, and where. */
export interface ReadBack {
  readonly image: OpenedImage;
  readonly contents: ImageContents;
  readonly layers: readonly RewrittenLayer[];
  /** What read new layers already while they were written. */
  readonly readAlong?: ReadAlong | undefined;
  readonly workers?: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** The facts of all layers of the result, from a destination that shows nothing yet. */
export async function readBackLayers(
  work: ReadBack,
  destination: ImageDestination,
): Promise<readonly LayerFacts[]> {
  const { image, layers } = work;
  const sources: LayerSource[] = [];
  const known = new Map<RewrittenLayer, LayerFacts>();
  for (const layer of layers) {
    const { diffId, descriptor } = layer;
    const location = isSameBlob(image, layer) ? undefined : await destination.locateBlob(descriptor);
    const facts =
      location === undefined
        ? keptFacts(work, layer)
        : await work.readAlong?.takeFacts({ diffId, location }, descriptor);
    if (facts !== undefined) known.set(layer, facts);
    else sources.push({ index: sources.length, diffId, descriptor, location: location! });
  }
  const stored: OpenedImage = { ...image, reference: destination.reference, layers: sources };
  const read = (await readFacts(work, stored)).values();
  return layers.map((layer) => known.get(layer) ?? next(read));
}

async function readFacts(
  { workers, signal, onProgress }: ReadBack,
  image: OpenedImage,
): Promise<readonly LayerFacts[]> {
  const { layers } = await readImage(image, {
    ...(workers === undefined ? {} : { workers }),
    ...(onProgress === undefined ? {} : { onProgress }),
    readings: { packages: false, secretRules: null },
    signal,
  });
  return layers.map(({ facts }) => facts);
}

function isSameBlob({ layers }: OpenedImage, { keptFrom, facts, descriptor }: RewrittenLayer): boolean {
  if (facts !== undefined) return true;
  return keptFrom !== undefined && layers[keptFrom]!.descriptor?.digest === descriptor.digest;
}

function keptFacts({ contents }: ReadBack, { keptFrom, facts }: RewrittenLayer): LayerFacts {
  return facts ?? contents.layers[keptFrom!]!.facts;
}

function next(facts: Iterator<LayerFacts>): LayerFacts {
  const step = facts.next();
  if (step.done === true) throw new PlimsollError('INTERNAL', 'a layer was not read back');
  return step.value;
}
