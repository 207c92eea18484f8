// From a fleet to problems, one for each set of images that could stand on each other: one platform, one distribution, one base. From
// what images hold where that was read; else from layers alone.
import { formatPlatform } from '../../../oci/image/platform.ts';
import type { FleetImage, FleetSnapshot } from '../../snapshot/fleet-snapshot.ts';
import type { ImagePart, ImageParts } from '../parts/image-parts.ts';
import { hasTag, splitBase } from '../tree/split-base.ts';
import { countUsers, findApplicationDepth, isSystemPart } from './application-layers.ts';
import { LAYER_RATE, OWN_RATE, REST_RATE } from './change-rates.ts';
import type { PlatformProblem, ProblemImage } from './platform-problem.ts';
import { type ItemDetails, keyOfPart, ProblemItems } from './problem-items.ts';

/** Images that could stand on each other. */
export interface FleetProblem {
  readonly problem: PlatformProblem;
  /** Positions in the fleet's images, as the problem's images are. */
  readonly images: readonly number[];
  readonly details: readonly ItemDetails[];
  readonly platform: string;
  readonly distribution: string;
  /** What goes after FROM: the recorded base, or how people would call it. */
  readonly base: string;
  readonly isBaseRecorded: boolean;
  /** How many of the lowest layers are the base's. */
  readonly baseDepth: number;
  readonly basis: 'packages' | 'layers';
}

/** Splits a fleet into problems; images that stand alone have one too. `parts` is by image number. */
export function findProblems(
  fleet: FleetSnapshot,
  parts: ReadonlyMap<number, ImageParts>,
  isProduction: (image: number) => boolean,
): readonly FleetProblem[] {
  const domains = new Map<string, number[]>();
  const inFleet = new Set(fleet.images.map(({ digest }) => digest));
  const lineOf = (image: FleetImage): string => baseLine(image, inFleet);
  for (const [i, image] of fleet.images.entries()) {
    if (image.layers.length === 0) continue;
    const known = parts.get(i);
    const key = [
      formatPlatform(image.platform),
      known?.distribution ?? image.osVersion ?? '',
      lineOf(image),
      // Of layers alone nobody knows whether one could stand in for another.
      known === undefined ? `layer ${image.layers[0]}` : '',
    ].join('\n');
    const domain = domains.get(key);
    if (domain === undefined) domains.set(key, [i]);
    else domain.push(i);
  }
  return [...domains.values()].map((images) =>
    new ProblemBuilder(fleet, parts, images, lineOf).build(isProduction),
  );
}

/** What stands for the base: its recorded name without a digest where that is outside the fleet; else the lowest layer. */
function baseLine(image: FleetImage, inFleet: ReadonlySet<string | undefined>): string {
  const base = splitBase(image.base);
  const isInside = base?.digest !== undefined && inFleet.has(base.digest);
  if (base?.name !== undefined && !isInside && hasTag(base.name)) return base.name;
  return '';
}

type TakenImage = Pick<ProblemImage, 'items' | 'restBytes' | 'ownBytes' | 'ownRate'>;

class ProblemBuilder {
  readonly #fleet: FleetSnapshot;
  readonly #parts: ReadonlyMap<number, ImageParts>;
  readonly #images: readonly number[];
  readonly #lineOf: (image: FleetImage) => string;
  readonly #users: ReadonlyMap<number, number>;
  /** How many images bring a part that is no distribution's. */
  readonly #carriers = new Map<string, number>();
  readonly #items = new ProblemItems();

  constructor(
    fleet: FleetSnapshot,
    parts: ReadonlyMap<number, ImageParts>,
    images: readonly number[],
    lineOf: (image: FleetImage) => string,
  ) {
    this.#lineOf = lineOf;
    this.#fleet = fleet;
    this.#parts = parts;
    this.#images = images;
    this.#users = countUsers(fleet, images);
    for (const image of images) {
      const movable = parts.get(image)?.parts.filter((part) => !isSystemPart(part)) ?? [];
      for (const key of new Set(movable.map(keyOfPart)))
        this.#carriers.set(key, (this.#carriers.get(key) ?? 0) + 1);
    }
  }

  build(isProduction: (image: number) => boolean): FleetProblem {
    const first = this.#fleet.images[this.#images[0]!]!;
    const known = this.#parts.get(this.#images[0]!);
    const baseDepth = this.#baseDepth();
    const images = this.#images.map((i): ProblemImage => {
      const taken = known === undefined ? this.#takeLayers(i, baseDepth) : this.#takeParts(i, baseDepth);
      return { name: this.#fleet.images[i]!.name, isProduction: isProduction(i), ...taken };
    });
    this.#items.dropLooseRequirements(images);
    const groundLayers = new Set(this.#images.map((i) => this.#fleet.images[i]!.layers[0]!));
    const newest = Math.max(...[...groundLayers].map((layer) => this.#bytesOf(layer)));
    const line = this.#lineOf(first);
    const distribution = known?.distribution ?? first.osVersion ?? '';
    return {
      problem: {
        images,
        items: this.#items.problemItems,
        groundBytes: newest + this.#sharedBase(baseDepth),
        groundRate: REST_RATE,
      },
      images: this.#images,
      details: this.#items.details,
      platform: formatPlatform(first.platform),
      distribution,
      base: line !== '' ? line : nameDistribution(distribution),
      isBaseRecorded: line !== '',
      baseDepth,
      basis: known === undefined ? 'layers' : 'packages',
    };
  }

  /** How many lowest layers are the base's: those that all images on a recorded base share, but one of each image is its own; else one. */
  #baseDepth(): number {
    const stacks = this.#images.map((i) => this.#fleet.images[i]!.layers);
    if (this.#lineOf(this.#fleet.images[this.#images[0]!]!) === '' || stacks.length < 2) return 1;
    let depth = 0;
    const least = Math.min(...stacks.map(({ length }) => length)) - 1;
    while (depth < least && stacks.every((stack) => stack[depth] === stacks[0]![depth])) depth++;
    return Math.max(1, depth);
  }

  #sharedBase(depth: number): number {
    const { layers } = this.#fleet.images[this.#images[0]!]!;
    return layers.subarray(1, depth).reduce((sum, layer) => sum + this.#bytesOf(layer), 0);
  }

  #bytesOf(layer: number): number {
    return this.#fleet.layers.shippedBytes[layer] || this.#fleet.layers.entryBytes[layer] || 0;
  }

  /** Layers above the base as they are: the last is the image's own. */
  #takeLayers(image: number, baseDepth: number): TakenImage {
    const items = new Set<number>();
    for (const layer of this.#fleet.images[image]!.layers.subarray(baseDepth)) {
      const number = this.#takeLayer('layer', layer, this.#bytesOf(layer), LAYER_RATE);
      // What a layer was built upon has to be there before it.
      for (const below of items) this.#items.require(number, below);
      items.add(number);
    }
    return { items: Uint32Array.from(items).sort(), restBytes: 0, ownBytes: 0, ownRate: OWN_RATE };
  }

  #takeLayer(kind: 'layer' | 'rest', layer: number, bytes: number, changeRate: number): number {
    return this.#items.takeLayer(kind, {
      layer,
      digest: this.#fleet.layers.digests[layer]!,
      bytes,
      changeRate,
    });
  }

  #takeParts(image: number, baseDepth: number): TakenImage {
    const { parts, layerLeftovers } = this.#parts.get(image)!;
    const { layers } = this.#fleet.images[image]!;
    const depth = findApplicationDepth(layers, parts, this.#users);
    const numbers = parts.map((part) =>
      part.layer < baseDepth || this.#isOfApplication(part, depth)
        ? undefined
        : this.#items.takePart(part, layers[part.layer]!),
    );
    for (const [at, { requires }] of parts.entries())
      for (const required of requires) {
        const [number, other] = [numbers[at], numbers[required]];
        if (number !== undefined && other !== undefined) this.#items.require(number, other);
      }
    const items = new Set(numbers.filter((number) => number !== undefined));
    const named = new Float64Array(layers.length);
    for (const [at, { layer, bytes }] of parts.entries())
      if (numbers[at] !== undefined) named[layer]! += bytes;
    let [restBytes, ownBytes] = [0, 0];
    for (const [index, layer] of layers.entries()) {
      if (index < baseDepth) continue;
      // What the proposed lines leave behind is no lists or caches.
      const rest = Math.max(0, this.#bytesOf(layer) - named[index]! - (layerLeftovers[index] ?? 0));
      if (index >= depth) ownBytes += rest;
      else if (this.#users.get(layer)! < 2) restBytes += rest;
      // The rest of a layer that images share is shared too: what made it can move with it.
      else items.add(this.#takeLayer('rest', layer, rest, REST_RATE));
    }
    return { items: Uint32Array.from(items).sort(), restBytes, ownBytes, ownRate: OWN_RATE };
  }

  /** What an application brings and no other image has goes with it. */
  #isOfApplication(part: ImagePart, depth: number): boolean {
    return part.layer >= depth && !isSystemPart(part) && this.#carriers.get(keyOfPart(part)) === 1;
  }
}

/** `debian 12` as images of it are called. */
function nameDistribution(distribution: string): string {
  const [id, version] = distribution.split(' ');
  if (!id) return 'scratch';
  return version ? `${id}:${version}` : id;
}
