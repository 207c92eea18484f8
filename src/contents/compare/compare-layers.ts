// What two images share, and what the pair costs: blobs in a registry are stored once for each digest; a node unpacks each
// layer once for the chain of layers below it (image-spec config.md, chainId), so that only equal lowest layers are shared.
import type { Digest } from '../../oci/bytes/digest.ts';
import type { LayerContents } from '../image-contents.ts';

/** A layer that both images have. */
export interface SharedLayer {
  readonly diffId: Digest;
  readonly indexInA: number;
  readonly indexInB: number;
  readonly entryBytes: number;
}

/** What each image costs alone, and both together; what they share is `inA + inB - together`. */
export interface PairBytes {
  readonly inA: number;
  readonly inB: number;
  readonly together: number;
}

/** The layers of two images side by side. */
export interface LayerComparison {
  /** How many of the lowest layers are the same. */
  readonly sharedFromBase: number;
  /** Those, and further layers of the same content wherever they lie; each counts once. */
  readonly shared: readonly SharedLayer[];
  /** Indexes of the layers that only one image has. */
  readonly onlyInA: readonly number[];
  readonly onlyInB: readonly number[];
  readonly registry: {
    readonly entryBytes: PairBytes;
    /** As stored; null where the place of either image does not tell its blobs' digests. */
    readonly shippedBytes: PairBytes | null;
  };
  readonly node: { readonly entryBytes: PairBytes };
}

/** What is compared of a layer. */
export interface ComparedLayer extends Pick<LayerContents, 'diffId' | 'storedBytes'> {
  readonly descriptor: Pick<NonNullable<LayerContents['descriptor']>, 'digest'> | null;
  readonly facts: Pick<LayerContents['facts'], 'entryBytes'>;
}

/** Compares two stacks of layers, base first. */
export function compareLayers(a: readonly ComparedLayer[], b: readonly ComparedLayer[]): LayerComparison {
  let sharedFromBase = 0;
  while (sharedFromBase < a.length && a[sharedFromBase]!.diffId === b[sharedFromBase]?.diffId)
    sharedFromBase++;
  const { shared, onlyInA, onlyInB } = pairLayers(a, b);
  const areDigestsKnown = [...a, ...b].every(({ descriptor }) => descriptor !== null);
  const keyOf = ({ descriptor, diffId }: ComparedLayer): Digest =>
    areDigestsKnown ? descriptor!.digest : diffId;
  const lowest = sum(a.slice(0, sharedFromBase), entryBytesOf);
  const [allA, allB] = [sum(a, entryBytesOf), sum(b, entryBytesOf)];
  return {
    sharedFromBase,
    shared,
    onlyInA,
    onlyInB,
    registry: {
      entryBytes: measurePair(a, b, keyOf, entryBytesOf),
      shippedBytes: areDigestsKnown ? measurePair(a, b, keyOf, ({ storedBytes }) => storedBytes) : null,
    },
    node: { entryBytes: { inA: allA, inB: allB, together: allA + allB - lowest } },
  };
}

/** An image may have one layer several times: copies are paired from the base, and what is left over is its own. */
function pairLayers(
  a: readonly ComparedLayer[],
  b: readonly ComparedLayer[],
): Pick<LayerComparison, 'shared' | 'onlyInA' | 'onlyInB'> {
  const places = new Map<Digest, number[]>();
  for (const [index, { diffId }] of b.entries()) {
    const known = places.get(diffId);
    if (known === undefined) places.set(diffId, [index]);
    else known.push(index);
  }
  for (const indexes of places.values()) indexes.reverse();
  const shared: SharedLayer[] = [];
  const onlyInA: number[] = [];
  const paired = new Set<number>();
  for (const [indexInA, layer] of a.entries()) {
    const indexInB = places.get(layer.diffId)?.pop();
    if (indexInB === undefined) onlyInA.push(indexInA);
    else {
      shared.push({ diffId: layer.diffId, indexInA, indexInB, entryBytes: layer.facts.entryBytes });
      paired.add(indexInB);
    }
  }
  return { shared, onlyInA, onlyInB: [...b.keys()].filter((index) => !paired.has(index)) };
}

function measurePair(
  a: readonly ComparedLayer[],
  b: readonly ComparedLayer[],
  keyOf: (layer: ComparedLayer) => Digest,
  bytesOf: (layer: ComparedLayer) => number,
): PairBytes {
  const measure = (layers: readonly ComparedLayer[]): number =>
    sum([...new Map(layers.map((layer) => [keyOf(layer), layer])).values()], bytesOf);
  return { inA: measure(a), inB: measure(b), together: measure([...a, ...b]) };
}

function entryBytesOf({ facts }: ComparedLayer): number {
  return facts.entryBytes;
}

function sum(layers: readonly ComparedLayer[], bytesOf: (layer: ComparedLayer) => number): number {
  return layers.reduce((total, layer) => total + bytesOf(layer), 0);
}
