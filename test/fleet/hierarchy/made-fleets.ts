// Fleets for tests of hierarchies, by a few words: layers are letters, and a layer's size is told once.
import { FleetBuilder } from '../../../src/fleet/snapshot/fleet-builder.ts';
import type { FleetImage, FleetSnapshot } from '../../../src/fleet/snapshot/fleet-snapshot.ts';
import type { Digest } from '../../../src/oci/bytes/digest.ts';

/** What a test says of an image; the rest is as usual. */
export interface MadeImage
  extends Partial<Pick<FleetImage, 'base' | 'created' | 'dockerfile' | 'osVersion'>> {
  readonly name: string;
  /** Letters, bottom first. */
  readonly layers: string;
  readonly architecture?: string;
}

/** A digest for a word. */
export function digestOf(word: string): Digest {
  return `sha256:${Buffer.from(word).toString('hex').padEnd(64, '0').slice(0, 64)}` as Digest;
}

/** Makes the fleet; a layer has a million bytes and some, each another number, where `sizes` does not say. */
export function makeFleet(
  images: readonly MadeImage[],
  sizes: Readonly<Record<string, number>> = {},
): FleetSnapshot {
  const builder = new FleetBuilder();
  for (const { name, layers, architecture = 'amd64', ...rest } of images) {
    const [repository = '', tag = 'latest'] = name.split(':');
    builder.add({
      repository,
      tags: [tag],
      digest: digestOf(`image ${name} ${architecture}`),
      platform: { os: 'linux', architecture },
      osVersion: rest.osVersion,
      created: rest.created,
      base: rest.base,
      dockerfile: rest.dockerfile,
      layers: [...layers].map((letter) => ({
        digest: digestOf(`layer ${letter}`),
        shippedBytes: sizes[letter] ?? 1_000_000 + letter.charCodeAt(0),
      })),
    });
  }
  return builder.finish('2026-01-01T00:00:00Z');
}
