// Fleets for tests, made from stacks of layers by name: `makeFleet({ 'a:1': ['os', 'app'] })`.
import fc from 'fast-check';
import { FleetBuilder, type FoundImage } from '../../src/fleet/snapshot/fleet-builder.ts';
import type { FleetHistory, FleetSnapshot } from '../../src/fleet/snapshot/fleet-snapshot.ts';
import { LayerTable } from '../../src/fleet/snapshot/layer-table.ts';
import { joinMoments } from '../../src/fleet/snapshot/snapshot-parser.ts';
import { type Digest, digestBytes } from '../../src/oci/bytes/digest.ts';

/** The digest of whatever a name stands for. */
export function digestOf(name: string): Digest {
  return digestBytes(Buffer.from(name));
}

/** Layers of an image, bottom first. `NAME` has as many bytes as its letters; `NAME=12` has 12. */
export type Stack = readonly string[];

/** What is to be said of an image beside its layers. */
export type MadeImage = Stack | ({ readonly stack: Stack } & Partial<Omit<FoundImage, 'layers'>>);

/** A fleet by the names of its images, `REPOSITORY:TAG`. */
export function makeFleet(
  images: Readonly<Record<string, MadeImage>>,
  table = new LayerTable(),
): FleetSnapshot {
  const builder = new FleetBuilder(table);
  for (const [name, made] of Object.entries(images)) {
    const { stack, ...more } = 'stack' in made ? made : { stack: made };
    const [repository = '', tag] = name.split(':');
    builder.add({
      repository,
      tags: tag === undefined ? [] : [tag],
      digest: digestOf(`image ${stack.join()}`),
      platform: { os: 'linux', architecture: 'amd64' },
      osVersion: undefined,
      created: undefined,
      base: undefined,
      dockerfile: undefined,
      ...more,
      layers: stack.map((text) => {
        const [layer = '', size] = text.split('=');
        return { digest: digestOf(layer), shippedBytes: size === undefined ? layer.length : Number(size) };
      }),
    });
  }
  return builder.finish('2026-01-01T00:00:00Z');
}

/** A history of fleets, by date. */
export function makeHistory(
  moments: Readonly<Record<string, Readonly<Record<string, MadeImage>>>>,
): FleetHistory {
  const table = new LayerTable();
  const made = Object.entries(moments).map(([at, images]) => ({
    at,
    images: makeFleet(images, table).images,
  }));
  return joinMoments(made, table);
}

/** Fleets of a few images that have much in common; a layer may stand in several places, twice in one image too. */
export function arbitraryFleet(): fc.Arbitrary<FleetSnapshot> {
  const layer = fc.integer({ min: 0, max: 9 }).map((n) => `layer ${n}=${n * n * 7 + (n % 3)}`);
  const stack = fc.array(layer, { maxLength: 6 });
  return fc
    .array(stack, { minLength: 1, maxLength: 8 })
    .map((stacks) => makeFleet(Object.fromEntries(stacks.map((layers, i) => [`app${i}:1`, layers]))));
}
