// The JSON of `plimsoll context --fix`; schema/context-fix.json describes it.
import type { RepairReport } from './repair-report.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** The JSON, in pieces: one entry a repaired file. */
export function formatRepairJson(reports: readonly RepairReport[]): Iterable<string> {
  return writeJson({ schemaVersion: SCHEMA_VERSION, fixes: reports.map(toFix) });
}

function toFix({ lines: _, isNew, isDryRun, isChanged, added, ...rest }: RepairReport): object {
  return {
    ...rest,
    isNew,
    isDryRun,
    isChanged,
    added: added.map(({ text, kind }) => ({ text, reason: kind })),
  };
}
