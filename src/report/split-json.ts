// The JSON of `plimsoll dockerfile split`; schema/split.json describes it.
import type { SplitReport } from './split-report.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** The JSON, in pieces. */
export function formatSplitJson({ kind: _, ...report }: SplitReport): Iterable<string> {
  return writeJson({ schemaVersion: SCHEMA_VERSION, ...report });
}
