// The JSON of `plimsoll squash`.
import type { SquashReport } from './squash-report.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** What `squash --format json` prints, in pieces; together they end with a newline. */
export function formatSquashJson({ reference, images, leftOut, fleet }: SquashReport): Iterable<string> {
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    target: { kind: 'image', reference },
    images,
    leftOut,
    ...(fleet === undefined ? {} : { fleet }),
  });
}
