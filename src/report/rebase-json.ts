// The JSON of `plimsoll rebase`.
import type { RebaseReport } from './rebase-report.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** What `rebase --format json` prints, in pieces; together they end with a newline. */
export function formatRebaseJson({ reference, images, leftOut, fleet }: RebaseReport): Iterable<string> {
  const target = reference === null ? null : { kind: 'image', reference };
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    target,
    images,
    leftOut,
    ...(fleet === undefined ? {} : { fleet }),
  });
}
