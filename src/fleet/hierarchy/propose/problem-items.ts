// The items of a problem while images are gone through: each once, whichever images and layers bring it.
import type { ImagePart } from '../parts/image-parts.ts';
import { isSystemPart } from './application-layers.ts';
import { changeRateOf } from './change-rates.ts';
import type { ProblemImage, ProblemItem } from './platform-problem.ts';

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

interface OpenItem {
  readonly key: string;
  readonly kind: ItemDetails['kind'];
  readonly type: string;
  readonly name: string;
  /** By layer: it may take some more in one than in another. */
  readonly bytesIn: Map<number, number>;
  readonly requires: Set<number>;
  readonly versions: Set<string>;
  changeRate: number;
  isForbidden: boolean;
  askedFor: number;
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

/**
 * Equal where parts of different images are one item. A distribution's package is one whatever its version: images on one platform
 * have one version of it.
 */
export function keyOfPart(part: ImagePart): string {
  const { type, name, architecture, version } = part;
  return `${type}:${name}:${architecture}${isSystemPart(part) ? '' : `@${version}`}`;
}

/** All items so far, by number. */
export class ProblemItems {
  readonly #numbers = new Map<string, number>();
  readonly #items: OpenItem[] = [];

  /** Notes a part that a layer of the fleet brings; gives its number. */
  takePart(part: ImagePart, layer: number): number {
    const number = this.#find(keyOfPart(part), part);
    const item = this.#items[number]!;
    item.bytesIn.set(layer, part.bytes);
    item.changeRate = changeRateOf(part);
    item.isForbidden ||= part.roles.some((role) => DEVELOPMENT_ROLES.has(role));
    if (part.version !== '') item.versions.add(part.version);
    if (part.isAutomatic !== true) item.askedFor++;
    return number;
  }

  /** Notes a whole layer, or what is left of it beside its parts. */
  takeLayer(kind: 'layer' | 'rest', { layer, digest, bytes, changeRate }: LayerItem): number {
    const key = kind === 'layer' ? digest : `rest ${digest}`;
    const number = this.#find(key, { kind, type: 'layer', name: digest });
    this.#items[number]!.bytesIn.set(layer, bytes);
    this.#items[number]!.changeRate = changeRate;
    return number;
  }

  /** Notes that one cannot be without another. */
  require(item: number, other: number): void {
    if (item !== other) this.#items[item]!.requires.add(other);
  }

  /** What one image needs and another does without is no requirement of the package. */
  dropLooseRequirements(images: readonly ProblemImage[]): void {
    for (const { items } of images) {
      const has = new Set(items);
      for (const item of items)
        for (const required of this.#items[item]!.requires)
          if (!has.has(required)) this.#items[item]!.requires.delete(required);
    }
  }

  /** As the problem has them. */
  get problemItems(): readonly ProblemItem[] {
    return this.#items.map(({ key, bytesIn, changeRate, isForbidden, requires }) => ({
      key,
      bytes: meanOf([...bytesIn.values()]),
      changeRate,
      isForbidden,
      requires: [...requires].sort((a, b) => a - b),
    }));
  }

  /** As they are told. */
  get details(): readonly ItemDetails[] {
    return this.#items.map(({ kind, type, name, versions, askedFor }) => ({
      kind,
      type,
      name,
      versions: [...versions].sort(),
      askedFor,
    }));
  }

  #find(key: string, { kind, type, name }: Pick<ItemDetails, 'kind' | 'type' | 'name'>): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#items.length;
    this.#numbers.set(key, number);
    this.#items.push({
      key,
      kind,
      type,
      name,
      bytesIn: new Map(),
      requires: new Set(),
      versions: new Set(),
      changeRate: 0,
      isForbidden: false,
      askedFor: 0,
    });
    return number;
  }
}

/** A layer of the fleet that is an item. */
export interface LayerItem {
  /** Its number in the fleet. */
  readonly layer: number;
  readonly digest: string;
  readonly bytes: number;
  readonly changeRate: number;
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
}
