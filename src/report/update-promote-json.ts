// The JSON of `plimsoll update promote` (schema/update-promote.json) and `rollback` (schema/update-rollback.json).
import type { GenerationImage } from '../fleet/update/generations/generation.ts';
import type { TagMove } from '../fleet/update/generations/move-tags.ts';
import type { Promotion } from '../fleet/update/generations/promote.ts';
import type { Rollback } from '../fleet/update/generations/rollback.ts';
import { compact, SCHEMA_VERSION, WrittenItems, writeJson } from './write-json.ts';

/** What `update promote --format json` prints, in pieces. */
export function formatUpdatePromoteJson(promotion: Promotion): Iterable<string> {
  const { repository, digest, generation, isNew, changed, heldBack, completed, letGo } = promotion;
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    repository,
    generation: generation.number,
    previous: generation.previous ?? null,
    digest,
    at: generation.at,
    isNew,
    changed,
    heldBack,
    completed: completed ?? null,
    mixedMs: roundMs(promotion.mixedMs),
    moved: promotion.moves.map(moveToJson),
    unmovedCount: promotion.unmovedCount,
    copiedBytes: promotion.copiedBytes,
    letGo: { ...letGo, refused: letGo.refused ?? null },
    bases: generation.bases.map(({ reference, usedDigest, descriptor }) => ({
      reference,
      usedDigest,
      digest: descriptor.digest,
    })),
    images: new WrittenItems(imagesToJson(generation.images)),
  });
}

/** What `update rollback --format json` prints, in pieces. */
export function formatUpdateRollbackJson(rollback: Rollback): Iterable<string> {
  const { repository, digest, generation, from, isUndo, changed, left, foreign } = rollback;
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    repository,
    generation: generation.number,
    from,
    digest,
    at: generation.at,
    isUndo,
    changed,
    mixedMs: roundMs(rollback.mixedMs),
    moved: rollback.moves.map(moveToJson),
    unmovedCount: rollback.unmovedCount,
    left,
    foreign,
    images: new WrittenItems(imagesToJson(generation.images)),
  });
}

/** The images of a generation, one line each. */
export function* imagesToJson(images: readonly GenerationImage[]): Iterable<string> {
  for (const { id, references, descriptor, platforms } of images)
    yield compact({
      id,
      references,
      digest: descriptor.digest,
      platforms: platforms.map(({ reason, ...platform }) => ({ ...platform, reason: reason ?? null })),
    });
}

function moveToJson({ id, reference, before, after }: TagMove): object {
  return { id, reference, before: before ?? null, after };
}

function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
