// What squashing gains for one image, and what it costs: layers that other images may share become a blob of its own.

import type { LayerFacts } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import type { RewrittenLayer } from '../image-rewrite.ts';

/** Sizes before and after. */
export interface SquashGain {
  readonly layerCount: { readonly before: number; readonly after: number };
  /** Files of all layers, hidden ones too. */
  readonly entryBytes: { readonly before: number; readonly after: number };
  /** As stored; those of a place that keeps layers plain are plain. */
  readonly storedBytes: { readonly before: number; readonly after: number };
  /** Stored bytes of the layers that are gone, which other images could share. */
  readonly shareableBytes: number;
  /** Stored bytes of the new layer, which is this image's alone. */
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
  const keptStored = sum(before.slice(0, keptCount).map(({ storedBytes }) => storedBytes));
  const squashed = sum(before.slice(keptCount).map(({ storedBytes }) => storedBytes));
  const added = sum(layers.slice(keptCount).map(({ descriptor }) => descriptor.sizeBytes));
  return {
    layerCount: { before: before.length, after: layers.length },
    entryBytes: {
      before: sum(before.map(({ facts: { entryBytes } }) => entryBytes)),
      after: sum(facts.map(({ entryBytes }) => entryBytes)),
    },
    storedBytes: { before: keptStored + squashed, after: keptStored + added },
    shareableBytes: squashed,
    privateBytes: added,
  };
}
