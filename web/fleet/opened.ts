// A fleet's data opened for its views: who has each layer, who stands on each image; made once.
import { unpackColumn } from '../../src/report/page/columns.ts';
import type { FleetPage } from '../../src/report/page/fleet/fleet-page.ts';

/** The page with what its views share. */
export interface OpenedFleet {
  readonly page: FleetPage;
  /** By layer: the images that have it, rising. */
  readonly users: readonly (readonly number[])[];
  /** By image: those that stand right on it. */
  readonly children: readonly (readonly number[])[];
  /** Images by repository, the most bytes of the bill first. */
  readonly families: readonly Family[];
  readonly copies: Int32Array;
  readonly depths: Int32Array;
  readonly layersAbove: Int32Array;
  /** Null without a history. */
  readonly placeChanges: Int32Array | null;
}

/** The images of one repository. */
export interface Family {
  readonly repository: string;
  readonly images: readonly number[];
  readonly bytes: number;
}

/** Opens the data of a page. */
export function openFleet(page: FleetPage): OpenedFleet {
  const { images, layers } = page;
  const users: number[][] = Array.from({ length: layers.count }, () => []);
  const children: number[][] = images.map(() => []);
  const families = new Map<string, number[]>();
  for (const [i, { layers: stack, parent, repository }] of images.entries()) {
    for (const layer of stack) if (users[layer]!.at(-1) !== i) users[layer]!.push(i);
    if (parent !== null) children[parent]!.push(i);
    const family = families.get(repository);
    if (family === undefined) families.set(repository, [i]);
    else family.push(i);
  }
  return {
    page,
    users,
    children,
    families: [...families]
      .map(([repository, members]) => ({
        repository,
        images: members,
        bytes: members.reduce((sum, i) => sum + images[i]!.partBytes, 0),
      }))
      .sort((a, b) => b.bytes - a.bytes),
    copies: unpackColumn(layers.copies, layers.count),
    depths: unpackColumn(layers.depths, layers.count),
    layersAbove: unpackColumn(layers.blast.layersAbove, layers.count),
    placeChanges: layers.history === null ? null : unpackColumn(layers.history.changes, layers.count),
  };
}

/** The platform of an image, and its system where it says so. */
export function formatPlatform({ platform, osVersion }: FleetPage['images'][number]): string {
  const { os, architecture, variant } = platform;
  const named = [os, architecture, variant].filter((part) => part !== undefined && part !== '').join('/');
  return osVersion === null ? named : `${named}, ${osVersion}`;
}

/** Digests in a text as people tell them apart. */
export function shortDigest(digest: string): string {
  return digest.replace(/(sha(?:256|512):[0-9a-f]{12})[0-9a-f]+/g, '$1');
}

/** Where a layer is found: `layer 2 of app:1`. */
export function placeOf({ page, depths }: OpenedFleet, layer: number): string {
  return `layer ${depths[layer]! + 1} of ${page.images[page.layers.homes[layer]!]!.name}`;
}
