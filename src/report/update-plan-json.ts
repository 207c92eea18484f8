// The JSON of `plimsoll update plan` (schema/update-plan.json): every image, those that are left alone too.

import type { PlannedImage } from '../fleet/update/planning/update-plan.ts';
import type { UpdatePlanReport } from './update-plan-report.ts';
import { toReasonChains } from './update-reasons-json.ts';
import { compact, SCHEMA_VERSION, WrittenItems, writeJson } from './write-json.ts';

/** What `update plan --format json` prints, in pieces; together they end with a newline. */
export function formatUpdatePlanJson({ plan, bases, since, ifChanged }: UpdatePlanReport): Iterable<string> {
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    question: since === undefined && ifChanged.length === 0 ? 'stale' : 'touched',
    since: since ?? null,
    ifChanged,
    waves: plan.waves,
    images: new WrittenItems(writeImages()),
    bases: [...bases].map(([reference, base]) => ({
      reference,
      digest: base.kind === 'resolved' ? base.digest : null,
      problem: base.kind === 'failed' ? base.message : null,
    })),
    findings: plan.findings.map(({ kind, subject, line, message, images }) => ({
      kind,
      subject,
      line: line ?? null,
      message,
      images,
    })),
  });

  function* writeImages(): Iterable<string> {
    for (const image of plan.images) yield compact(describe(image));
  }
}

function describe({
  id,
  platform,
  action,
  wave,
  noCache,
  because,
  hasMoreReasons,
  cost,
}: PlannedImage): object {
  return {
    id,
    platform,
    action,
    wave: wave === -1 ? null : wave,
    noCache,
    because: toReasonChains(because),
    hasMoreReasons,
    cost,
  };
}
