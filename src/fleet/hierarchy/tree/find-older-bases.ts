// Images whose base is older than that of their siblings: built on the same name at another time, and not built again since.
import { formatPlatform } from '../../../oci/image/platform.ts';
import type { FleetImage, FleetSnapshot } from '../../snapshot/fleet-snapshot.ts';
import { hasTag, splitBase } from './split-base.ts';

/** Several digests of one base in one fleet. */
export interface OlderBase {
  /** The base's name, with its tag where it was recorded. */
  readonly base: string;
  readonly platform: string;
  /** What takes the place of the tag where only a digest was recorded; then `base` may stand for several lines. */
  readonly osVersion: string | null;
  /** The one that the newest image stands on. */
  readonly newest: { readonly digest: string; readonly images: readonly number[] };
  /** The newest of them first. */
  readonly older: readonly { readonly digest: string; readonly images: readonly number[] }[];
  /** Bytes of layers that the older ones have and the newest has not. */
  readonly bytes: number;
}

/** Finds them, those that keep the most bytes first. Bases that are images of the fleet are not old: they are there. */
export function findOlderBases({ images, layers }: FleetSnapshot): readonly OlderBase[] {
  const inFleet = new Set(images.map(({ digest }) => digest));
  const groups = new Map<string, { base: string; first: FleetImage; digests: Map<string, number[]> }>();
  for (const [i, image] of images.entries()) {
    const base = splitBase(image.base);
    if (base?.name === undefined || base.digest === undefined || inFleet.has(base.digest as never)) continue;
    const line = hasTag(base.name) ? base.name : `${base.name} ${image.osVersion ?? ''}`;
    const key = `${line} ${formatPlatform(image.platform)}`;
    const group = groups.get(key) ?? { base: base.name, first: image, digests: new Map<string, number[]>() };
    const on = group.digests.get(base.digest);
    if (on === undefined) group.digests.set(base.digest, [i]);
    else on.push(i);
    groups.set(key, group);
  }
  const createdOf = (on: readonly number[]): string =>
    on.reduce((latest, i) => ((images[i]!.created ?? '') > latest ? images[i]!.created! : latest), '');
  return [...groups.values()]
    .filter(({ digests }) => digests.size > 1)
    .map(({ base, first, digests }): OlderBase => {
      const ordered = [...digests]
        .map(([digest, on]) => ({ digest, images: on, created: createdOf(on) }))
        .sort((a, b) =>
          a.created === b.created ? (a.digest < b.digest ? -1 : 1) : a.created < b.created ? 1 : -1,
        );
      const [newest, ...older] = ordered.map(({ digest, images: on }) => ({ digest, images: on }));
      const ofNewest = new Set(newest!.images.flatMap((i) => [...images[i]!.layers]));
      const lowest = new Set(
        older.flatMap(({ images: on }) => [...sharedFromBase(on.map((i) => images[i]!))]),
      );
      let bytes = 0;
      for (const layer of lowest) if (!ofNewest.has(layer)) bytes += layers.shippedBytes[layer] || 0;
      return {
        base,
        platform: formatPlatform(first.platform),
        osVersion: hasTag(base) ? null : (first.osVersion ?? null),
        newest: newest!,
        older,
        bytes,
      };
    })
    .sort((a, b) => b.bytes - a.bytes || (a.base < b.base ? -1 : 1));
}

/** What the images have in common from below: no more than their base, as far as layers tell. One alone tells its lowest layer. */
function sharedFromBase(on: readonly FleetImage[]): Uint32Array {
  const [first, ...rest] = on;
  if (rest.length === 0) return first!.layers.subarray(0, 1);
  let length = first!.layers.length;
  for (const { layers } of rest) {
    let same = 0;
    while (same < length && layers[same] === first!.layers[same]) same++;
    length = same;
  }
  return first!.layers.subarray(0, length);
}
