// The layers of a plan while it is made: sets of components, each with the images that have it. In one image they are disjoint.
import { areEqual, isUnion, subtract, unite } from './number-sets.ts';
import type { PlanningFleet } from './planning-fleet.ts';

/** One set of components as a layer. */
export interface WorkingLayer {
  readonly id: number;
  /** Ascending. */
  readonly components: Int32Array;
  readonly weight: number;
  readonly tarBytes: number;
  /** The distinct origins of its components, ascending. */
  readonly origins: Int32Array;
  /** ln of the chance that nothing in it changes in a week. */
  readonly stay: number;
  readonly changeRate: number;
  readonly fingerprint: readonly [number, number];
  /** The images that have it, ascending; what else is known of it does not change. */
  images: Int32Array;
  /** Goes up whenever `images` changes. */
  version: number;
}

/** All layers of a plan, by number and by image. */
export class WorkingLayers {
  readonly fleet: PlanningFleet;
  readonly layers: (WorkingLayer | undefined)[] = [];
  /** The numbers of each image's layers, in no order that means anything. */
  readonly ofImage: number[][];
  /** Elementary steps, counted by all that works on this. */
  steps = 0;
  readonly #byFingerprint = new Map<number, number[]>();

  constructor(fleet: PlanningFleet) {
    this.fleet = fleet;
    this.ofImage = Array.from({ length: fleet.imageCount }, () => []);
  }

  /** The layer of exactly these components, if some image has it. */
  find(components: Int32Array): WorkingLayer | undefined {
    return this.#findUnion(fingerprintOf(this.fleet, components), components.length, (layer) =>
      areEqual(layer.components, components),
    );
  }

  /** The layer that holds what two disjoint layers hold, if some image has it. */
  findMerged(a: WorkingLayer, b: WorkingLayer): WorkingLayer | undefined {
    const fingerprint = [a.fingerprint[0] ^ b.fingerprint[0], a.fingerprint[1] ^ b.fingerprint[1]] as const;
    const length = a.components.length + b.components.length;
    return this.#findUnion(fingerprint, length, (layer) =>
      isUnion(layer.components, a.components, b.components),
    );
  }

  /** Gives images, which have none of these components yet, a layer of them. */
  add(components: Int32Array, images: Int32Array): WorkingLayer {
    const layer = this.find(components) ?? this.#create(components);
    layer.images = unite(layer.images, images);
    layer.version++;
    for (const image of images) this.ofImage[image]!.push(layer.id);
    this.steps += components.length + images.length;
    return layer;
  }

  /** Takes a layer from images that have it; it is gone when none has it any more. */
  remove(layer: WorkingLayer, images: Int32Array): void {
    layer.images = subtract(layer.images, images);
    layer.version++;
    for (const image of images) {
      const row = this.ofImage[image]!;
      row[row.indexOf(layer.id)] = row.at(-1)!;
      row.pop();
    }
    this.steps += images.length;
    if (layer.images.length > 0) return;
    this.layers[layer.id] = undefined;
    const key = fingerprintKey(layer.fingerprint);
    const rest = this.#byFingerprint.get(key)!.filter((id) => id !== layer.id);
    if (rest.length === 0) this.#byFingerprint.delete(key);
    else this.#byFingerprint.set(key, rest);
  }

  /** Makes one layer of two, in images that have both. */
  merge(a: WorkingLayer, b: WorkingLayer, images: Int32Array): WorkingLayer {
    this.remove(a, images);
    this.remove(b, images);
    return this.add(unite(a.components, b.components), images);
  }

  /** The layers that some image has. */
  *all(): Generator<WorkingLayer> {
    for (const layer of this.layers) if (layer) yield layer;
  }

  /** The same layers, to be changed apart from these. */
  copy(): WorkingLayers {
    const copy = new WorkingLayers(this.fleet);
    for (const layer of this.all()) copy.#addCopy(layer);
    return copy;
  }

  #addCopy(layer: WorkingLayer): void {
    const copy = { ...layer, id: this.layers.length, version: 1 };
    this.#number(copy);
    for (const image of copy.images) this.ofImage[image]!.push(copy.id);
    this.steps += 1 + copy.images.length;
  }

  #findUnion(
    fingerprint: readonly [number, number],
    length: number,
    isIt: (layer: WorkingLayer) => boolean,
  ): WorkingLayer | undefined {
    for (const id of this.#byFingerprint.get(fingerprintKey(fingerprint)) ?? []) {
      const layer = this.layers[id]!;
      if (layer.components.length === length && isIt(layer)) return layer;
    }
    return undefined;
  }

  #create(components: Int32Array): WorkingLayer {
    const layer = measureLayer(this.fleet, components, this.layers.length);
    this.#number(layer);
    return layer;
  }

  #number(layer: WorkingLayer): void {
    this.layers.push(layer);
    const key = fingerprintKey(layer.fingerprint);
    const others = this.#byFingerprint.get(key);
    if (others) others.push(layer.id);
    else this.#byFingerprint.set(key, [layer.id]);
  }
}

/** What there is to know of a set of components. */
function measureLayer(fleet: PlanningFleet, components: Int32Array, id: number): WorkingLayer {
  let weight = 0;
  let tarBytes = 0;
  const distinct = new Set<number>();
  for (const component of components) {
    weight += fleet.weights[component]!;
    tarBytes += fleet.tarBytes[component]!;
    distinct.add(fleet.origins[component]!);
  }
  const origins = Int32Array.from(distinct).sort();
  let stay = 0;
  for (const origin of origins) stay += fleet.originStays[origin]!;
  return {
    id,
    components,
    weight,
    tarBytes,
    origins,
    stay,
    changeRate: -Math.expm1(stay),
    fingerprint: fingerprintOf(fleet, components),
    images: new Int32Array(0),
    version: 0,
  };
}

/** ln of the chance that nothing changes in two layers together: what both take from one origin changes once. */
export function stayTogether(fleet: PlanningFleet, a: Int32Array, b: Int32Array, sum: number): number {
  let stay = sum;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) stay -= fleet.originStays[a[i]!]!;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return stay;
}

function fingerprintOf(fleet: PlanningFleet, components: Int32Array): readonly [number, number] {
  let low = 0;
  let high = 0;
  for (const component of components) {
    low ^= fleet.fingerprints[0][component]!;
    high ^= fleet.fingerprints[1][component]!;
  }
  return [low, high];
}

function fingerprintKey([low, high]: readonly [number, number]): number {
  return high * 2 ** 26 + low;
}
