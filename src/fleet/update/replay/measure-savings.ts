// What rebase and early cut-off could have saved of the bytes that a history pushed. Both are upper bounds: that a layer may stay
// while its base changes, or holds the same as before, is known of sizes only and not of contents.
import type { FleetImage, FleetLayers } from '../../snapshot/fleet-snapshot.ts';
import type { MomentChanges } from './replay-history.ts';
import type { ReplayNames } from './replay-names.ts';

/** Two sizes this near are likely to be one content with other times. */
const NEAR = 0.001;

/** Bytes of layers that no earlier moment had, each layer once. */
export interface ReplaySavings {
  readonly pushedBytes: number;
  /** Own layers of images whose base changed: what rebase keeps where every one of them may stay. */
  readonly rebaseBytes: number;
  /** Of those, in images whose own layers all have nearly the size of before. */
  readonly rebaseLikelyBytes: number;
  /** Images whose base changed and whose own layers are known. */
  readonly rebasedImages: number;
  readonly rebasedLikelyImages: number;
  /** All layers of images that have as many as before, each nearly of its size: what cut-off saves where they hold the same. */
  readonly cutOffBytes: number;
  readonly cutOffImages: number;
  /** Changed images of which not one layer is another. */
  readonly sameLayersImages: number;
}

/** Adds up over the moments. */
export class SizeBook {
  readonly #layers: FleetLayers;
  readonly #seen: Uint8Array;
  readonly #sums: Record<keyof ReplaySavings, number> = {
    pushedBytes: 0,
    rebaseBytes: 0,
    rebaseLikelyBytes: 0,
    rebasedImages: 0,
    rebasedLikelyImages: 0,
    cutOffBytes: 0,
    cutOffImages: 0,
    sameLayersImages: 0,
  };

  /** `first` are the images of the first moment, of which nobody saw the push. */
  constructor(layers: FleetLayers, first: readonly FleetImage[]) {
    this.#layers = layers;
    this.#seen = new Uint8Array(layers.count);
    for (const image of first) this.see(image);
  }

  get savings(): ReplaySavings {
    return this.#sums;
  }

  count(what: keyof ReplaySavings, amount: number): void {
    this.#sums[what] += amount;
  }

  see({ layers }: FleetImage): void {
    for (const layer of layers) this.#seen[layer] = 1;
  }

  /** Bytes of those that are new, each once over all images that share `counted`. */
  newBytes(layers: Iterable<number>, counted: Set<number>): number {
    let bytes = 0;
    for (const layer of layers) {
      if (this.#seen[layer] === 1 || counted.has(layer)) continue;
      counted.add(layer);
      bytes += this.#layers.shippedBytes[layer] || 0;
    }
    return bytes;
  }

  /** Whether two stacks have as many layers, each of nearly the same size. */
  isNear(one: readonly number[], other: readonly number[]): boolean {
    const { shippedBytes } = this.#layers;
    return (
      one.length === other.length &&
      one.every((layer, i) => {
        const [a, b] = [shippedBytes[layer]!, shippedBytes[other[i]!]!];
        return layer === other[i] || Math.abs(a - b) <= NEAR * Math.max(a, b);
      })
    );
  }
}

/** Adds one moment. */
export function measureSavings(
  book: SizeBook,
  before: ReadonlyMap<string, FleetImage>,
  now: ReadonlyMap<string, FleetImage>,
  { changed, byBase }: MomentChanges,
  names: ReplayNames,
): void {
  const [pushed, rebased, likely, cutOff] = [1, 2, 3, 4].map(() => new Set<number>());
  for (const [id, image] of now) {
    const old = before.get(id);
    if (old === undefined || !changed.has(id)) continue;
    const [all, allBefore] = [[...image.layers], [...old.layers]];
    if (`${all}` === `${allBefore}`) book.count('sameLayersImages', 1);
    if (book.isNear(all, allBefore)) {
      book.count('cutOffImages', 1);
      book.count('cutOffBytes', book.newBytes(all, cutOff!));
    }
    const [own, ownBefore] = [ownLayers(image, names), ownLayers(old, names)];
    if (!byBase.has(id) || own === undefined || ownBefore === undefined) continue;
    book.count('rebasedImages', 1);
    book.count('rebaseBytes', book.newBytes(own, rebased!));
    if (!book.isNear(own, ownBefore)) continue;
    book.count('rebasedLikelyImages', 1);
    book.count('rebaseLikelyBytes', book.newBytes(own, likely!));
  }
  for (const image of now.values()) book.count('pushedBytes', book.newBytes(image.layers, pushed!));
  for (const image of now.values()) book.see(image);
}

/** The layers above those of its base; undefined where the base is not of this history. */
function ownLayers(image: FleetImage, names: ReplayNames): readonly number[] | undefined {
  const base = names.baseOf(image);
  const below = base === undefined ? undefined : names.find(base.digest);
  if (below === undefined || !below.layers.every((layer, i) => image.layers[i] === layer)) return undefined;
  return [...image.layers.subarray(below.layers.length)];
}
