// The JSON of `plimsoll image --lighter`: `schema/lighter.json` describes it.
import type { LighterReport } from './lighter-report.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** What `--lighter --format json` prints, in pieces; together they end with a newline. */
export function formatLighterJson({ target, index, packages, base, notes }: LighterReport): Iterable<string> {
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    target: { kind: 'image', ...target },
    index,
    packages,
    base,
    notes,
  });
}
