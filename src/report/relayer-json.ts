// The JSON of `plimsoll relayer`.
import type { RelayerReport } from './relayer-report.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** What `relayer --format json` prints, in pieces; together they end with a newline. */
export function formatRelayerJson(report: RelayerReport): Iterable<string> {
  return writeJson({ schemaVersion: SCHEMA_VERSION, kind: 'relayer', ...report });
}
