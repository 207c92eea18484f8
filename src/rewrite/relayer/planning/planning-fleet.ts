// A fleet in a form that does not depend on the order it was told in: components by key, images by what they hold, equal images once.
import { createHash } from 'node:crypto';
import { PlimsollError } from '../../../errors.ts';
import type { RelayerComponents, RelayerInput } from '../relayer-plan.ts';

/** Components and distinct images in canonical order; all numbers here are of that order unless they say otherwise. */
export interface PlanningFleet {
  readonly componentCount: number;
  /** The input's number of each component. */
  readonly components: Uint32Array;
  readonly keys: readonly string[];
  readonly weights: Float64Array;
  readonly tarBytes: Float64Array;
  /** The number of each component's origin. */
  readonly origins: Int32Array;
  /** ln(1 - change rate) of each origin. */
  readonly originStays: Float64Array;
  /** Two numbers of 26 bits a component, which XOR to the fingerprint of a set of components. */
  readonly fingerprints: readonly [Int32Array, Int32Array];
  readonly imagesOf: readonly Int32Array[];
  readonly imageCount: number;
  readonly componentsOf: readonly Int32Array[];
  /** The input's numbers of the images that each distinct image stands for. */
  readonly members: readonly Uint32Array[];
  readonly multiplicities: Float64Array;
}

/** A rate of 1 has no logarithm. */
const MOST_CHANGE_RATE = 1 - 1e-9;

/** Brings a fleet into canonical form; images of equal content stay apart where `apart` says something else of them. */
export function buildFleet(input: RelayerInput, apart?: (image: number) => string): PlanningFleet {
  const { components } = input;
  checkComponents(input);
  const order = Uint32Array.from(components.keys.keys());
  order.sort((a, b) => compareText(components.keys[a]!, components.keys[b]!));
  const keys = Array.from(order, (from) => components.keys[from]!);
  const held = listHeld(input, order);
  const images = groupImages(input, keys, held, apart);
  const place = new Int32Array(input.images).fill(-1);
  images.forEach(({ members }, image) => {
    for (const member of members) place[member] = image;
  });
  return {
    componentCount: order.length,
    components: order,
    keys,
    weights: Float64Array.from(order, (from) => Math.round(components.weights[from]!)),
    tarBytes: Float64Array.from(order, (from) => Math.round(components.tarBytes[from]!)),
    ...numberOrigins(components, order, keys),
    fingerprints: fingerprint(keys),
    imagesOf: Array.from(order, (from) => {
      const distinct = new Set<number>();
      for (const image of components.images[from]!) if (place[image]! >= 0) distinct.add(place[image]!);
      return Int32Array.from(distinct).sort();
    }),
    imageCount: images.length,
    componentsOf: images.map(({ members }) => held[members[0]!]!),
    members: images.map(({ members }) => Uint32Array.from(members)),
    multiplicities: Float64Array.from(images, ({ members }) => members.length),
  };
}

/** Bytewise as UTF-16: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function checkComponents(input: RelayerInput): void {
  const { keys, names, origins, weights, tarBytes, changeRates, images } = input.components;
  for (const column of [names, origins, weights, tarBytes, changeRates, images, input.imageNames])
    if (column && column.length !== (column === input.imageNames ? input.images : keys.length))
      throw new PlimsollError('INTERNAL', 'a column of the components has another length than the rest');
  if (new Set(keys).size !== keys.length) throw new PlimsollError('INTERNAL', 'two components have one key');
  for (let c = 0; c < keys.length; c++) {
    const [weight, bytes, rate] = [weights[c]!, tarBytes[c]!, changeRates[c]!];
    if (!(weight >= 0 && weight < 2 ** 50 && bytes >= 0 && bytes < 2 ** 50 && rate >= 0 && rate <= 1))
      throw new PlimsollError('INTERNAL', `component ${keys[c]} has a weight or a rate that cannot be`);
    const holders = images[c]!;
    for (let i = 0; i < holders.length; i++)
      if (holders[i]! >= input.images || (i > 0 && holders[i]! <= holders[i - 1]!))
        throw new PlimsollError('INTERNAL', `component ${keys[c]} is in images that are not in order`);
  }
}

/** The components of each image of the input, in canonical numbers, ascending. */
function listHeld({ images, components }: RelayerInput, order: Uint32Array): readonly Int32Array[] {
  const counts = new Uint32Array(images);
  for (const holders of components.images) for (const image of holders) counts[image]!++;
  const held = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  for (let c = 0; c < order.length; c++)
    for (const image of components.images[order[c]!]!) held[image]![counts[image]!++] = c;
  return held;
}

/** Images that hold something, grouped by what they hold, in an order that only depends on that. */
function groupImages(
  input: RelayerInput,
  keys: readonly string[],
  held: readonly Int32Array[],
  apart: ((image: number) => string) | undefined,
): readonly { readonly hash: string; readonly members: number[] }[] {
  const groups = new Map<string, { readonly hash: string; readonly members: number[] }>();
  for (let image = 0; image < input.images; image++) {
    if (held[image]!.length === 0) continue;
    const hasher = createHash('sha256');
    for (const component of held[image]!) hasher.update(keys[component]!).update('\0');
    if (apart) hasher.update('\0').update(apart(image));
    const hash = hasher.digest('hex');
    const group = groups.get(hash);
    if (group) group.members.push(image);
    else groups.set(hash, { hash, members: [image] });
  }
  return [...groups.values()].sort((a, b) => compareText(a.hash, b.hash));
}

/** Origins in the order of their first components; an origin changes as often as its most restless component. */
function numberOrigins(
  { origins, changeRates }: RelayerComponents,
  order: Uint32Array,
  keys: readonly string[],
): Pick<PlanningFleet, 'origins' | 'originStays'> {
  const numbers = new Map<string, number>();
  const rates: number[] = [];
  const originOf = Int32Array.from(order, (from, c) => {
    // A key cannot be taken for an origin's name.
    const name = origins === undefined ? `key ${keys[c]}` : `origin ${origins[from]}`;
    let number = numbers.get(name);
    if (number === undefined) {
      number = rates.push(0) - 1;
      numbers.set(name, number);
    }
    rates[number] = Math.max(rates[number]!, changeRates[from]!);
    return number;
  });
  return {
    origins: originOf,
    originStays: Float64Array.from(rates, (rate) => Math.log1p(-Math.min(rate, MOST_CHANGE_RATE))),
  };
}

function fingerprint(keys: readonly string[]): readonly [Int32Array, Int32Array] {
  const pair = [new Int32Array(keys.length), new Int32Array(keys.length)] as const;
  keys.forEach((key, c) => {
    const hash = createHash('sha256').update(key).digest();
    pair[0][c] = hash.readUInt32LE(0) >>> 6;
    pair[1][c] = hash.readUInt32LE(4) >>> 6;
  });
  return pair;
}
