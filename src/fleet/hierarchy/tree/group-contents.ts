// Layers that hold the same, or nearly, and are stored several times all the same; and why they are not one.
import type { FleetSnapshot } from '../../snapshot/fleet-snapshot.ts';
import { findLayerUsers, type LayerUsers } from '../../storage/layer-users.ts';
import type { LayerContent } from './layer-content.ts';

/** Why layers that could be one are not. */
export type Difference =
  /** Everything is equal but times. */
  | 'timestamps'
  /** The same packages in the same versions; databases, caches and logs differ, as after another order or another base. */
  | 'order'
  /** The same packages in other versions, as upon another version of the base or at another time. */
  | 'versions'
  /** Most bytes are equal files at equal paths. */
  | 'near-duplicate';

/** Such layers. */
export interface ContentGroup {
  readonly difference: Difference;
  /** Numbers of layers, the one with the most users first. */
  readonly layers: readonly number[];
  readonly images: number;
  /** What is stored again, as shipped; an estimate where only a part of a layer is equal. */
  readonly repeatedBytes: number;
  /** Up to ten names of packages that differ in their version. */
  readonly packages: readonly string[];
}

/** Less than this part of the smaller layer is no near-duplicate. */
const NEAR_SHARE = 0.8;
const FLOOR_BYTES = 100_000;
/** Files that more layers have are in everything, and pairs of them would be too many. */
const HOLDERS_LIMIT = 64;

/** Finds them, those that repeat the most bytes first; a layer is in one group only. */
export function groupContents(
  fleet: FleetSnapshot,
  contents: ReadonlyMap<number, LayerContent>,
): readonly ContentGroup[] {
  const users = findLayerUsers(fleet);
  const layers = [...contents.keys()].filter((layer) => users.counts[layer]! > 0).sort((a, b) => a - b);
  const shipped = (layer: number): number =>
    fleet.layers.shippedBytes[layer] || contents.get(layer)!.entryBytes;
  const groups: ContentGroup[] = [];
  const taken = new Set<number>();
  const add = (
    difference: Difference,
    members: readonly number[],
    share: (layer: number, kept: number) => number,
    packages: readonly string[] = [],
  ): void => {
    const ordered = [...members].sort((a, b) => users.counts[b]! - users.counts[a]! || a - b);
    for (const layer of ordered) taken.add(layer);
    const repeated = ordered
      .slice(1)
      .reduce((sum, layer) => sum + shipped(layer) * share(layer, ordered[0]!), 0);
    groups.push({
      difference,
      layers: ordered,
      images: countImages(ordered, users),
      repeatedBytes: Math.round(repeated),
      packages,
    });
  };
  const free = (): readonly number[] =>
    layers.filter((layer) => !taken.has(layer) && contents.get(layer)!.entryBytes >= FLOOR_BYTES);
  for (const members of groupBy(free(), (layer) => contents.get(layer)!.signature))
    add('timestamps', members, () => 1);
  const withPackages = (): readonly number[] =>
    free().filter((layer) => contents.get(layer)!.packages.size > 0);
  for (const members of groupBy(withPackages(), (layer) => packageKey(contents.get(layer)!, true)))
    add('order', members, (layer, kept) => sharedShare(contents.get(kept)!, contents.get(layer)!));
  for (const members of groupBy(withPackages(), (layer) => packageKey(contents.get(layer)!, false)))
    add('versions', members, () => 1, differingPackages(members.map((layer) => contents.get(layer)!)));
  for (const { a, b, share } of findNear(free(), contents))
    if (!taken.has(a) && !taken.has(b)) add('near-duplicate', [a, b], () => share);
  return groups.sort((a, b) => b.repeatedBytes - a.repeatedBytes || a.layers[0]! - b.layers[0]!);
}

function groupBy(
  layers: readonly number[],
  keyOf: (layer: number) => string,
): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (const layer of layers) {
    const key = keyOf(layer);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [layer]);
    else group.push(layer);
  }
  return [...groups.values()].filter((members) => members.length > 1);
}

function packageKey({ packages }: LayerContent, withVersions: boolean): string {
  return [...packages]
    .map(([name, version]) => (withVersions ? `${name} ${version}` : name))
    .sort()
    .join('\n');
}

function differingPackages(contents: readonly LayerContent[]): readonly string[] {
  const [first, ...rest] = contents;
  return [...first!.packages]
    .filter(([name, version]) => rest.some(({ packages }) => packages.get(name) !== version))
    .map(([name]) => name)
    .sort()
    .slice(0, 10);
}

/** The part of the smaller layer's large files that the other has too. */
function sharedShare({ files: a }: LayerContent, { files: b }: LayerContent): number {
  let shared = 0;
  for (let i = 0, k = 0; i < a.hashes.length && k < b.hashes.length; ) {
    if (a.hashes[i]! < b.hashes[k]!) i++;
    else if (a.hashes[i]! > b.hashes[k]!) k++;
    else {
      shared += a.sizes[i]!;
      i++;
      k++;
    }
  }
  const least = Math.min(sum(a.sizes), sum(b.sizes));
  return least === 0 ? 0 : Math.min(1, shared / least);
}

/** Pairs that share most of the smaller one and most of the larger one, the most alike first. */
function findNear(
  layers: readonly number[],
  contents: ReadonlyMap<number, LayerContent>,
): readonly { readonly a: number; readonly b: number; readonly share: number }[] {
  const holders = new Map<number, number[]>();
  for (const layer of layers)
    for (const hash of contents.get(layer)!.files.hashes) {
      const known = holders.get(hash);
      if (known === undefined) holders.set(hash, [layer]);
      else if (known.at(-1) !== layer && known.length <= HOLDERS_LIMIT) known.push(layer);
    }
  const pairs = new Set<number>();
  const width = (layers.at(-1) ?? 0) + 1;
  for (const known of holders.values())
    if (known.length > 1 && known.length <= HOLDERS_LIMIT)
      for (const [i, a] of known.entries()) for (const b of known.slice(i + 1)) pairs.add(a * width + b);
  return [...pairs]
    .flatMap((pair) => {
      const [a, b] = [Math.floor(pair / width), pair % width];
      const [one, other] = [contents.get(a)!, contents.get(b)!];
      const ratio = Math.min(one.entryBytes, other.entryBytes) / Math.max(one.entryBytes, other.entryBytes);
      if (ratio < NEAR_SHARE) return [];
      const share = sharedShare(one, other);
      return share < NEAR_SHARE ? [] : [{ a, b, share }];
    })
    .sort((x, y) => y.share - x.share || x.a - y.a || x.b - y.b);
}

function countImages(layers: readonly number[], { starts, images }: LayerUsers): number {
  const found = new Set<number>();
  for (const layer of layers)
    for (let at = starts[layer]!; at < starts[layer + 1]!; at++) found.add(images[at]!);
  return found.size;
}

function sum(sizes: Float64Array): number {
  return sizes.reduce((total, size) => total + size, 0);
}
