// A fleet's page as the snapshot that it was made from, as far as its storage is concerned.
import type { FleetSnapshot } from '../../../src/fleet/snapshot/fleet-snapshot.ts';
import type { Digest } from '../../../src/oci/bytes/digest.ts';
import { unpackColumn } from '../../../src/report/page/columns.ts';
import type { FleetPage } from '../../../src/report/page/fleet/fleet-page.ts';

/** Opens it; what is measured of it is what is measured of the fleet itself, to the byte. */
export function openSnapshot({ at, images, layers, earlier }: FleetPage): FleetSnapshot {
  const { count, digests, plainBytes } = layers;
  const same = unpackColumn(layers.sameAs, count);
  // One more layer, which no image has, stands for those of earlier moments: estimates are made by all that are known.
  const known = (bytes: readonly number[], flags: Int32Array, earlierBytes: number): Float64Array =>
    Float64Array.from([...bytes.map((size, i) => (flags[i] === 1 ? size : Number.NaN)), earlierBytes]);
  return {
    kind: 'fleet-snapshot',
    at: at ?? undefined,
    images: images.map((image) => ({
      name: image.name,
      repository: image.repository,
      tags: image.tags,
      digest: (image.digest ?? undefined) as Digest | undefined,
      platform: image.platform,
      osVersion: image.osVersion ?? undefined,
      created: image.created ?? undefined,
      base: image.outsideBase ?? undefined,
      dockerfile: undefined,
      layers: Uint32Array.from(image.layers),
    })),
    layers: {
      count: count + 1,
      digests: [...digests, 'sha256:'] as Digest[],
      diffIds: [...same].map((first) => `sha256:${first}` as Digest).concat('sha256:' as Digest),
      shippedBytes: known(
        layers.shippedBytes,
        unpackColumn(layers.isShippedKnown, count),
        earlier.shippedBytes,
      ),
      entryBytes: known(layers.entryBytes, unpackColumn(layers.isEntryKnown, count), earlier.entryBytes),
      ...(plainBytes === null
        ? {}
        : { plainBytes: Float64Array.from([...plainBytes, null], (bytes) => bytes ?? Number.NaN) }),
    },
  };
}
