// A fleet that is being changed: all its moments, and layers that are not there yet. An image that is the same object in several
// moments is changed once.
import type { Digest } from '../../../oci/bytes/digest.ts';
import type { FleetHistory, FleetImage, FleetLayers, FleetMoment } from '../../snapshot/fleet-snapshot.ts';

/** Holds the moments, and gives new layers their numbers. */
export class FleetEditor {
  readonly #layers: FleetLayers;
  readonly #made: { readonly shippedBytes: number; readonly entryBytes: number }[] = [];
  readonly #madeNumbers = new Map<string, number>();
  #moments: readonly FleetMoment[];

  constructor({ layers, moments }: FleetHistory) {
    this.#layers = layers;
    this.#moments = moments;
  }

  get moments(): readonly FleetMoment[] {
    return this.#moments;
  }

  /** Changes the images of each moment; what comes out undefined goes. Gives the number of images that changed at the last moment. */
  change(edit: (image: FleetImage, moment: FleetMoment) => FleetImage | undefined): number {
    let changed = 0;
    this.#moments = this.#moments.map((moment, m) => {
      const images: FleetImage[] = [];
      for (const image of moment.images) {
        const result = edit(image, moment);
        if (result !== undefined) images.push(result);
        if (result !== image && m === this.#moments.length - 1) changed++;
      }
      return { at: moment.at, images };
    });
    return changed;
  }

  /** The number of a layer that holds all that a stack of layers does. */
  mergeLayers(stack: Uint32Array): number {
    const key = stack.join();
    const known = this.#madeNumbers.get(key);
    if (known !== undefined) return known;
    const sum = (column: 'shippedBytes' | 'entryBytes'): number =>
      [...new Set(stack)].reduce((total, layer) => total + this.#sizeOf(layer, column), 0);
    const number = this.makeLayer({ shippedBytes: sum('shippedBytes'), entryBytes: sum('entryBytes') });
    this.#madeNumbers.set(key, number);
    return number;
  }

  /** The number of a layer that was nowhere before; NaN for what is not known of it. */
  makeLayer(sizes: { readonly shippedBytes: number; readonly entryBytes: number }): number {
    this.#made.push(sizes);
    return this.#layers.count + this.#made.length - 1;
  }

  /** Puts an image beside those of the last moment. */
  addImage(image: FleetImage): void {
    const last = this.#moments.at(-1)!;
    this.#moments = this.#moments.with(-1, { at: last.at, images: [...last.images, image] });
  }

  /** The fleet as it has become. */
  finish(): FleetHistory {
    const { count, digests, diffIds } = this.#layers;
    const extend = (
      column: Float64Array | undefined,
      of: (layer: { shippedBytes: number; entryBytes: number }) => number,
    ): Float64Array => {
      const extended = new Float64Array(count + this.#made.length).fill(Number.NaN);
      if (column !== undefined) extended.set(column);
      for (const [i, layer] of this.#made.entries()) extended[count + i] = of(layer);
      return extended;
    };
    const nothing = (): number => Number.NaN;
    return {
      kind: 'fleet-history',
      moments: this.#moments,
      layers: {
        count: count + this.#made.length,
        digests: [...digests, ...this.#made.map((_, i) => madeDigest(count + i))],
        diffIds: [...diffIds, ...this.#made.map(() => undefined)],
        shippedBytes: extend(this.#layers.shippedBytes, ({ shippedBytes }) => shippedBytes),
        entryBytes: extend(this.#layers.entryBytes, ({ entryBytes }) => entryBytes),
        diskBytes: extend(this.#layers.diskBytes, nothing),
        plainBytes: extend(this.#layers.plainBytes, nothing),
      },
    };
  }

  #sizeOf(layer: number, column: 'shippedBytes' | 'entryBytes'): number {
    return layer < this.#layers.count
      ? this.#layers[column][layer]!
      : this.#made[layer - this.#layers.count]![column];
  }
}

/** Nobody knows the digest of a layer that is not there: its number tells it apart. */
function madeDigest(number: number): Digest {
  return `sha256:${number.toString(16).padStart(64, '0')}`;
}
