// The JSON of `plimsoll trim`.
import type { TrimReport } from './trim-report.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** What `trim --format json` prints, in pieces; together they end with a newline. */
export function formatTrimJson({ reference, images, leftOut, fleet }: TrimReport): Iterable<string> {
  const target = reference === null ? null : { kind: 'image', reference };
  const plain = images.map(({ reasons, held: _, ...image }) => ({
    ...image,
    removedPaths: [...reasons.keys()].sort(),
  }));
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    target,
    images: plain,
    leftOut,
    ...(fleet === undefined ? {} : { fleet }),
  });
}
