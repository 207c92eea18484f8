// The JSON of `plimsoll fleet sbom`, which is also the index of its folder: `schema/fleet-sbom.json` describes it.
import type { FleetSbomReport } from './fleet-sbom-report.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** What `fleet sbom --format json` prints, in pieces; together they end with a newline. */
export function formatFleetSbomJson({ format, images, bills, errors }: FleetSbomReport): Iterable<string> {
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    target: { kind: 'fleet', images: images.length },
    format,
    bills,
    images,
    errors,
  });
}
