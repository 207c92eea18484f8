// The JSON of `plimsoll fleet propose` (schema/fleet-propose.json). Images are told by their names.
import type { ItemDetails } from '../fleet/hierarchy/propose/problem-items.ts';
import type { FleetProposeReport } from './fleet-propose-report.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** What `fleet propose --format json` prints, in pieces; together they end with a newline. */
export function formatFleetProposeJson({ snapshot, proposal }: FleetProposeReport): Iterable<string> {
  const nameOf = (image: number): string => snapshot.images[image]!.name;
  const { model, now, proposed, domains, notes } = proposal;
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    at: snapshot.at ?? null,
    images: snapshot.images.length,
    model,
    now,
    proposed,
    saved: {
      registryBytes: now.registryBytes - proposed.registryBytes,
      nodeBytes: now.nodeBytes - proposed.nodeBytes,
      pushedBytesPerWeek: now.pushedBytesPerWeek - proposed.pushedBytesPerWeek,
      pulledBytesPerWeek: now.pulledBytesPerWeek - proposed.pulledBytesPerWeek,
    },
    notes,
    domains: domains.map(({ platforms, images, ...domain }) => ({
      ...domain,
      platforms: platforms.map(({ images: on, adds, ...platform }) => ({
        ...platform,
        images: on.map(nameOf),
        adds: adds.map(writeItem),
      })),
      images: images.map(({ image, ...rest }) => ({ reference: nameOf(image), ...rest })),
    })),
  });
}

function writeItem({ kind, type, name, versions }: ItemDetails): object {
  return { kind, type, name, versions };
}
