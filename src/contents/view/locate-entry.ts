// From an entry's number in the through numbering of a stack to its layer's facts.
import type { LayerFacts } from '../facts/layer-facts.ts';

/** Layers and the through number of each one's first entry. */
export interface NumberedLayers {
  readonly layers: readonly LayerFacts[];
  readonly entryBases: Uint32Array;
}

/** An entry within its layer. */
export interface LocatedEntry {
  readonly facts: LayerFacts;
  readonly i: number;
}

/** The layer of an entry. */
export function layerOf({ entryBases }: Pick<NumberedLayers, 'entryBases'>, entry: number): number {
  let low = 0;
  let high = entryBases.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (entryBases[middle]! <= entry) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** An entry's layer and its index there. */
export function locateEntry(stack: NumberedLayers, entry: number): LocatedEntry {
  const layer = layerOf(stack, entry);
  return { facts: stack.layers[layer]!, i: entry - stack.entryBases[layer]! };
}

/** The link target of entry `i`, as its facts have it. */
export function linkBytes(facts: LayerFacts, i: number): Uint8Array {
  return facts.linkBytes.subarray(i === 0 ? 0 : facts.linkEnds[i - 1]!, facts.linkEnds[i]!);
}
