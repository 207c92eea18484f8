// Gives each layer its number, and keeps what is known of it in columns that grow.
import { PlimsollError } from '../../errors.ts';
import type { Digest } from '../../oci/bytes/digest.ts';
import type { FleetLayers } from './fleet-snapshot.ts';

/** More layers than this are refused. */
const LAYER_LIMIT = 20_000_000;

/** What one place says of a layer. */
export interface KnownLayer {
  readonly digest: Digest;
  readonly shippedBytes?: number | undefined;
  readonly diffId?: Digest | undefined;
  readonly entryBytes?: number | undefined;
  readonly diskBytes?: number | undefined;
  readonly plainBytes?: number | undefined;
}

/** The columns of numbers beside the shipped bytes: what is known first counts. */
const COLUMNS = ['entryBytes', 'diskBytes', 'plainBytes'] as const;

/** The layers seen so far; one digest is one number. */
export class LayerTable {
  readonly #numbers = new Map<Digest, number>();
  readonly #digests: Digest[] = [];
  readonly #diffIds: (Digest | undefined)[] = [];
  /** Layers of which two configs claim different things: neither is believed. */
  readonly #disputed = new Set<number>();
  #shippedBytes = new Float64Array(1024);
  #others = {
    entryBytes: new Float64Array(1024),
    diskBytes: new Float64Array(1024),
    plainBytes: new Float64Array(1024),
  };

  /** The layer's number; what was not known of it until now is kept. Throws FLEET_INVALID for a second size. */
  add(layer: KnownLayer): number {
    const { digest, shippedBytes, diffId } = layer;
    const number = this.#numbers.get(digest) ?? this.#append(digest);
    if (shippedBytes !== undefined) this.#setShipped(number, shippedBytes);
    for (const key of COLUMNS) {
      const value = layer[key];
      if (value !== undefined && Number.isNaN(this.#others[key][number])) this.#others[key][number] = value;
    }
    if (diffId !== undefined) this.#setDiffId(number, diffId);
    return number;
  }

  /** All that was seen; the table must not be added to while the result is in use. */
  finish(): FleetLayers {
    const count = this.#digests.length;
    return {
      count,
      digests: this.#digests,
      shippedBytes: this.#shippedBytes.subarray(0, count),
      diffIds: this.#diffIds,
      entryBytes: this.#others.entryBytes.subarray(0, count),
      diskBytes: this.#others.diskBytes.subarray(0, count),
      plainBytes: this.#others.plainBytes.subarray(0, count),
    };
  }

  #append(digest: Digest): number {
    const number = this.#digests.length;
    if (number >= LAYER_LIMIT)
      throw new PlimsollError('FLEET_INVALID', `the fleet has more than ${LAYER_LIMIT} layers`);
    this.#numbers.set(digest, number);
    this.#digests.push(digest);
    this.#diffIds.push(undefined);
    if (number >= this.#shippedBytes.length) {
      this.#shippedBytes = grow(this.#shippedBytes);
      for (const key of COLUMNS) this.#others[key] = grow(this.#others[key]);
    }
    this.#shippedBytes[number] = Number.NaN;
    for (const key of COLUMNS) this.#others[key][number] = Number.NaN;
    return number;
  }

  #setShipped(number: number, sizeBytes: number): void {
    const known = this.#shippedBytes[number]!;
    if (known === sizeBytes) return;
    if (!Number.isNaN(known))
      throw new PlimsollError('FLEET_INVALID', `one blob has two sizes, ${known} and ${sizeBytes} bytes`, {
        subject: this.#digests[number]!,
      });
    this.#shippedBytes[number] = sizeBytes;
  }

  #setDiffId(number: number, diffId: Digest): void {
    if (this.#disputed.has(number) || this.#diffIds[number] === diffId) return;
    if (this.#diffIds[number] !== undefined) {
      this.#disputed.add(number);
      this.#diffIds[number] = undefined;
    } else this.#diffIds[number] = diffId;
  }
}

function grow(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(column.length * 2);
  grown.set(column);
  return grown;
}
