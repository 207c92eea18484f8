// The JSON of `plimsoll update run` (schema/update-run.json).
import type { RunImage, RunReport } from '../fleet/update/running/run-report.ts';
import { compact, SCHEMA_VERSION, WrittenItems, writeJson } from './write-json.ts';

/** What `update run --format json` prints, in pieces; together they end with a newline. */
export function formatUpdateRunJson({
  images,
  joined,
  seconds,
  pushedBytes,
  written,
}: RunReport): Iterable<string> {
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    seconds,
    pushedBytes,
    images: new WrittenItems(writeImages()),
    joined: joined.map(({ id, references, reference }) => ({ id, references, reference })),
    written,
  });

  function* writeImages(): Iterable<string> {
    for (const image of images) yield compact(describe(image));
  }
}

function describe({ id, platform, because, end, order }: RunImage): object {
  const made = end.kind === 'made' ? end.made : undefined;
  return {
    id,
    platform,
    how: made?.how ?? end.kind,
    order,
    digest: made?.digest ?? null,
    reference: made?.reference ?? null,
    seconds: made?.seconds ?? null,
    pushedBytes: made?.pushedBytes ?? null,
    at: made?.at ?? null,
    because: because.map((chain) =>
      chain.map(({ subject, kind, before, after }) => ({
        subject,
        kind,
        before: before ?? null,
        after: after ?? null,
      })),
    ),
    setAside: made?.setAside ?? [],
    notes: made?.notes ?? [],
    error: end.kind === 'failed' ? { code: end.code, message: end.message } : null,
    skippedBecause: end.kind === 'skipped' ? end.because : [],
  };
}
