// The JSON of `plimsoll update run` (schema/update-run.json).

import type { Promotion } from '../fleet/update/generations/promote.ts';
import type { RunImage, RunReport } from '../fleet/update/running/run-report.ts';
import { toReasonChains } from './update-reasons-json.ts';
import { compact, SCHEMA_VERSION, WrittenItems, writeJson } from './write-json.ts';

/** What `update run --format json` prints, in pieces; together they end with a newline. */
export function formatUpdateRunJson(
  { images, joined, seconds, pushedBytes, written }: RunReport,
  promotion?: Promotion,
): Iterable<string> {
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    seconds,
    pushedBytes,
    images: new WrittenItems(writeImages()),
    joined: joined.map(({ id, references, reference }) => ({ id, references, reference })),
    written,
    promotion:
      promotion === undefined
        ? null
        : {
            repository: promotion.repository,
            generation: promotion.generation.number,
            digest: promotion.digest,
            isNew: promotion.isNew,
            mixedMs: Math.round(promotion.mixedMs * 10) / 10,
          },
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
    because: toReasonChains(because),
    setAside: made?.setAside ?? [],
    notes: made?.notes ?? [],
    error: end.kind === 'failed' ? { code: end.code, message: end.message } : null,
    skippedBecause: end.kind === 'skipped' ? end.because : [],
  };
}
