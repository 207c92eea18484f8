// Blocks of plimsoll.lock for tests.
import { createHash } from 'node:crypto';
import { KEY_PARTS, type KeyPart } from '../../../../src/fleet/update/keys/source-key.ts';
import { entryName, type LockEntry, type UpdateLock } from '../../../../src/fleet/update/lock/update-lock.ts';
import type { Digest } from '../../../../src/oci/bytes/digest.ts';

/** 64 hex digits that a text stands for. */
export function hexOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A digest that a text stands for. */
export function digestOf(text: string): Digest {
  return `sha256:${hexOf(text)}`;
}

/** A block, with what is of interest put in. */
export function lockEntry(id: string, changes: Partial<LockEntry> = {}): LockEntry {
  return {
    id,
    platform: 'linux/amd64',
    key: hexOf(`key of ${id}`),
    digest: digestOf(id),
    reference: `${id.replace(/:[^:/]*$/, '')}@${digestOf(id)}`,
    tags: [id],
    how: 'rebuilt',
    at: '2026-01-01T00:00:00Z',
    seconds: 12.5,
    pushedBytes: 1000,
    parts: Object.fromEntries(KEY_PARTS.map((part) => [part, hexOf(`${id} ${part}`).slice(0, 16)])) as Record<
      KeyPart,
      string
    >,
    bases: {},
    sources: {},
    packages: {},
    ...changes,
  };
}

/** A lock of blocks. */
export function lockOf(...entries: readonly LockEntry[]): UpdateLock {
  return {
    kind: 'update-lock',
    entries: new Map(entries.map((entry) => [entryName(entry.id, entry.platform), entry])),
  };
}
