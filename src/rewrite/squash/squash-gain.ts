// What squashing gains for one image, and what it costs: layers that other images may share become a blob of its own.

import type { LayerFacts } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import type { RewrittenLayer } from '../image-rewrite.ts';

/** Sizes before and after. */
export interface SquashGain {
  readonly layerCount: { readonly before: number; readonly after: number };
  /** Files of all layers, hidden ones too. */
  readonly entryBytes: { readonly before: number; readonly after: number };
  /** Compressed layers as they are pulled; null where either place keeps them plain. */
  readonly pullBytes: { readonly before: number; readonly after: number } | null;
  /** Bytes of the layers that are gone, which other images could share; compressed where `pullBytes` is known. */
  readonly shareableBytes: number;
  /** Bytes of the new layer, which is this image's alone; likewise. */
  readonly privateBytes: number;
}

/** Compares the image with what became of it. */
export function measureGain(
  { layers: before }: ImageContents,
  layers: readonly RewrittenLayer[],
  facts: readonly LayerFacts[],
  keptCount: number,
): SquashGain {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const isPacked =
    before.every(({ compression }) => compression !== 'plain') &&
    layers.every(({ descriptor: { mediaType } }) => /[.+](?:gzip|zstd)$/.test(mediaType));
  const bytesBefore = before.map(({ storedBytes, facts: { tarBytes } }) =>
    isPacked ? storedBytes : tarBytes,
  );
  const bytesAfter = layers.map(({ descriptor }, i) =>
    isPacked ? descriptor.sizeBytes : facts[i]!.tarBytes,
  );
  return {
    layerCount: { before: before.length, after: layers.length },
    entryBytes: {
      before: sum(before.map(({ facts: { entryBytes } }) => entryBytes)),
      after: sum(facts.map(({ entryBytes }) => entryBytes)),
    },
    pullBytes: isPacked ? { before: sum(bytesBefore), after: sum(bytesAfter) } : null,
    shareableBytes: sum(bytesBefore.slice(keptCount)),
    privateBytes: sum(bytesAfter.slice(keptCount)),
  };
}
