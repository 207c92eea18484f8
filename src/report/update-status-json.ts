// The JSON of `plimsoll update status` (schema/update-status.json).
import type { UpdateStatus } from '../fleet/update/generations/read-status.ts';
import { imagesToJson } from './update-promote-json.ts';
import { SCHEMA_VERSION, WrittenItems, writeJson } from './write-json.ts';

/** What `update status --format json` prints, in pieces. */
export function formatUpdateStatusJson(status: UpdateStatus): Iterable<string> {
  const { repository, digest, current, drift, unfinished, kept, broken } = status;
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    repository,
    generation: current?.number ?? null,
    previous: current?.previous ?? null,
    digest: digest ?? null,
    at: current?.at ?? null,
    unfinished:
      unfinished === undefined
        ? null
        : {
            isUnderWay: unfinished.isUnderWay,
            tagsMayBeMixed: unfinished.tagsMayBeMixed,
            action: unfinished.journal?.action ?? null,
            startedAt: unfinished.journal?.startedAt ?? null,
          },
    drift: drift.map(({ id, reference, wanted, found }) => ({ id, reference, wanted, found: found ?? null })),
    kept,
    broken,
    bases: (current?.bases ?? []).map(({ reference, usedDigest, descriptor }) => ({
      reference,
      usedDigest,
      digest: descriptor.digest,
    })),
    images: new WrittenItems(imagesToJson(current?.images ?? [])),
  });
}
