// What plimsoll.lock says: what each image was made of when it was made last, for each platform.
import type { Digest } from '../../../oci/bytes/digest.ts';
import type { KeyPart } from '../keys/source-key.ts';
import type { MadeHow } from '../running/made-image.ts';

/** One image for one platform. */
export interface LockEntry {
  /** The image's id in the graph. */
  readonly id: string;
  readonly platform: string;
  /** The whole build key, 64 hex digits. */
  readonly key: string;
  readonly digest: Digest;
  /** Where it can be pulled: `REPOSITORY@DIGEST`. */
  readonly reference: string;
  /** The names that the image has, for people. */
  readonly tags: readonly string[];
  readonly how: MadeHow;
  /** ISO 8601, when it was made or found to be the same. */
  readonly at: string;
  readonly seconds: number;
  readonly pushedBytes: number;
  /** The first 16 hex digits of each part of the source key: they tell which one changed. */
  readonly parts: Readonly<Record<KeyPart, string>>;
  /** Digests of all bases: by full reference, by id for images of the graph. */
  readonly bases: Readonly<Record<string, Digest>>;
  /** What stood for content of elsewhere, by URL; those nobody was asked of are left out. */
  readonly sources: Readonly<Record<string, string>>;
  /** Digests of the package indexes that it was built with, by URL. */
  readonly packages: Readonly<Record<string, string>>;
}

/** The whole file. */
export interface UpdateLock {
  readonly kind: 'update-lock';
  /** By `entryName`. */
  readonly entries: ReadonlyMap<string, LockEntry>;
}

/** A lock that knows nothing. */
export const EMPTY_LOCK: UpdateLock = { kind: 'update-lock', entries: new Map() };

/** The name of an image's block. */
export function entryName(id: string, platform: string): string {
  return `${id} ${platform}`;
}

/** The lock with some entries put in or replaced, and without those that `isKept` refuses. */
export function changeLock(
  lock: UpdateLock,
  entries: Iterable<LockEntry>,
  isKept: (entry: LockEntry) => boolean = () => true,
): UpdateLock {
  const changed = new Map([...lock.entries].filter(([, entry]) => isKept(entry)));
  for (const entry of entries) changed.set(entryName(entry.id, entry.platform), entry);
  return { kind: 'update-lock', entries: changed };
}
