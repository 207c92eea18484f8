// From a fleet to problems, one for each set of images that could stand on each other: one platform, one distribution, one base. From
// what images hold where that was read; else from layers alone.
import { SYSTEM_TYPES } from '../../../contents/packages/make-purl.ts';
import type { PackageType } from '../../../contents/packages/package-record.ts';
import { formatPlatform } from '../../../oci/image/platform.ts';
import type { FleetImage, FleetSnapshot } from '../../snapshot/fleet-snapshot.ts';
import type { ImagePart, ImageParts } from '../parts/image-parts.ts';
import { hasTag, splitBase } from '../tree/split-base.ts';
import { changeRateOf, LAYER_RATE, OWN_RATE, REST_RATE } from './change-rates.ts';
import type { PlatformProblem, ProblemImage, ProblemItem } from './platform-problem.ts';

/** What an item of a problem is, for telling. */
export interface ItemDetails {
  readonly kind: 'package' | 'file' | 'layer' | 'rest';
  readonly type: string;
  readonly name: string;
  /** All versions that the images have. */
  readonly versions: readonly string[];
  /** In how many images a user asked for it, and not a package. */
  readonly askedFor: number;
}

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

/** Roles of packages that never go to a production image that has none. */
const DEVELOPMENT_ROLES: ReadonlySet<string> = new Set([
  'development',
  'compiler',
  'debugger',
  'editor',
  'version-control',
  'test-framework',
  'remote-access',
]);

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

class ProblemBuilder {
  readonly #fleet: FleetSnapshot;
  readonly #parts: ReadonlyMap<number, ImageParts>;
  readonly #images: readonly number[];
  readonly #lineOf: (image: FleetImage) => string;
  readonly #numbers = new Map<string, number>();
  readonly #items: {
    key: string;
    bytes: number;
    changeRate: number;
    isForbidden: boolean;
    requires: Set<number>;
    versions: Set<string>;
    askedFor: number;
    kind: ItemDetails['kind'];
    type: string;
    name: string;
  }[] = [];

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
  }

  build(isProduction: (image: number) => boolean): FleetProblem {
    const first = this.#fleet.images[this.#images[0]!]!;
    const known = this.#parts.get(this.#images[0]!);
    const baseDepth = this.#baseDepth();
    const images = this.#images.map((i): ProblemImage => {
      const taken = known === undefined ? this.#takeLayers(i, baseDepth) : this.#takeParts(i, baseDepth);
      return { name: this.#fleet.images[i]!.name, isProduction: isProduction(i), ...taken };
    });
    this.#dropLooseRequirements(images);
    const groundLayers = new Set(this.#images.map((i) => this.#fleet.images[i]!.layers[0]!));
    const newest = Math.max(...[...groundLayers].map((layer) => this.#bytesOf(layer)));
    const line = this.#lineOf(first);
    const distribution = known?.distribution ?? first.osVersion ?? '';
    return {
      problem: {
        images,
        items: this.#items.map(
          ({ key, bytes, changeRate, isForbidden, requires }): ProblemItem => ({
            key,
            bytes,
            changeRate,
            isForbidden,
            requires: [...requires].sort((a, b) => a - b),
          }),
        ),
        groundBytes: newest + this.#sharedBase(baseDepth),
        groundRate: REST_RATE,
      },
      images: this.#images,
      details: this.#items.map(({ kind, type, name, versions, askedFor }) => ({
        kind,
        type,
        name,
        versions: [...versions].sort(),
        askedFor,
      })),
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

  #item(key: string, from: Omit<ItemDetails, 'versions' | 'askedFor'>): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#items.length;
    this.#numbers.set(key, number);
    this.#items.push({
      key,
      bytes: 0,
      changeRate: 0,
      isForbidden: false,
      requires: new Set(),
      versions: new Set(),
      askedFor: 0,
      ...from,
    });
    return number;
  }

  /** Layers above the base as they are: the last is the image's own. */
  #takeLayers(image: number, baseDepth: number): Pick<ProblemImage, 'items' | 'ownBytes' | 'ownRate'> {
    const { layers } = this.#fleet.images[image]!;
    const items = new Set<number>();
    for (const layer of layers.subarray(baseDepth)) {
      const digest = this.#fleet.layers.digests[layer]!;
      const number = this.#item(digest, { kind: 'layer', type: 'layer', name: digest });
      Object.assign(this.#items[number]!, { bytes: this.#bytesOf(layer), changeRate: LAYER_RATE });
      // What a layer was built upon has to be there before it.
      for (const below of items) this.#items[number]!.requires.add(below);
      items.add(number);
    }
    return { items: Uint32Array.from(items).sort(), ownBytes: 0, ownRate: OWN_RATE };
  }

  #takeParts(image: number, baseDepth: number): Pick<ProblemImage, 'items' | 'ownBytes' | 'ownRate'> {
    const { parts } = this.#parts.get(image)!;
    const { layers } = this.#fleet.images[image]!;
    const numbers = parts.map((part) => (part.layer < baseDepth ? undefined : this.#takePart(part)));
    for (const [at, { requires }] of parts.entries())
      for (const required of requires) {
        const [number, other] = [numbers[at], numbers[required]];
        if (number !== undefined && other !== undefined && number !== other)
          this.#items[number]!.requires.add(other);
      }
    const items = new Set(numbers.filter((number) => number !== undefined));
    let own = 0;
    for (const [index, layer] of layers.entries()) {
      if (index < baseDepth) continue;
      const named = parts.reduce((sum, part) => sum + (part.layer === index ? part.bytes : 0), 0);
      const rest = Math.max(0, this.#bytesOf(layer) - named);
      const users = this.#images.filter((i) => this.#fleet.images[i]!.layers.includes(layer)).length;
      // The rest of a layer that images share is shared too: what made it can move with it.
      if (users < 2) own += rest;
      else {
        const digest = this.#fleet.layers.digests[layer]!;
        const number = this.#item(`rest ${digest}`, { kind: 'rest', type: 'layer', name: digest });
        Object.assign(this.#items[number]!, { bytes: rest, changeRate: REST_RATE });
        items.add(number);
      }
    }
    return { items: Uint32Array.from(items).sort(), ownBytes: own, ownRate: OWN_RATE };
  }

  /** A distribution's package is one thing whatever its version: images on one platform have one version of it. */
  #takePart(part: ImagePart): number {
    const isSystem = SYSTEM_TYPES.has(part.type as PackageType);
    const version = isSystem ? '' : `@${part.version}`;
    const { kind, type, name } = part;
    const number = this.#item(`${type}:${name}:${part.architecture}${version}`, { kind, type, name });
    const item = this.#items[number]!;
    item.bytes = Math.max(item.bytes, part.bytes);
    item.changeRate = changeRateOf(part);
    item.isForbidden ||= part.roles.some((role) => DEVELOPMENT_ROLES.has(role));
    if (part.version !== '') item.versions.add(part.version);
    if (part.isAutomatic !== true) item.askedFor++;
    return number;
  }

  /** What one image needs and another does without is no requirement of the package. */
  #dropLooseRequirements(images: readonly ProblemImage[]): void {
    for (const { items } of images) {
      const has = new Set(items);
      for (const item of items)
        for (const required of this.#items[item]!.requires)
          if (!has.has(required)) this.#items[item]!.requires.delete(required);
    }
  }
}

/** `debian 12` as images of it are called. */
function nameDistribution(distribution: string): string {
  const [id, version] = distribution.split(' ');
  if (!id) return 'scratch';
  return version ? `${id}:${version}` : id;
}
