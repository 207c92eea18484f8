// The JSON of `plimsoll fleet what-if` (schema/fleet-what-if.json).
import type { FleetCost, WhatIf } from '../fleet/storage/what-if/measure-what-if.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** What `fleet what-if --format json` prints, in pieces; together they end with a newline. */
export function formatWhatIfJson({ changes, before, after, basis }: WhatIf): Iterable<string> {
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    changes: changes.map(({ change, imageCount, notes }) => ({ ...change, images: imageCount, notes })),
    before,
    after,
    difference: subtract(after, before),
    basis,
  });
}

/** What comes on top; negative where it is less. */
function subtract(after: FleetCost, before: FleetCost): object {
  return Object.fromEntries(
    (Object.keys(after) as (keyof FleetCost)[]).map((key) => {
      const [more, less] = [after[key], before[key]];
      return [key, more === null || less === null ? null : more - less];
    }),
  );
}
