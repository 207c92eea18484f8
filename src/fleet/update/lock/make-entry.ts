// From what was made of an image to its block of plimsoll.lock.
import { completeKey, type ResolvedBase } from '../keys/complete-key.ts';
import { KEY_PARTS, type KeyPart, type SourceKey } from '../keys/source-key.ts';
import type { MadeImage } from '../running/made-image.ts';
import type { LockEntry } from './update-lock.ts';

const PART_DIGITS = 16;

/** What a block is made of. */
export interface EntryFacts {
  readonly id: string;
  readonly platform: string;
  readonly tags: readonly string[];
  readonly sourceKey: SourceKey;
  /** Those that it was made on, with their effective digests. */
  readonly bases: readonly ResolvedBase[];
  readonly made: MadeImage;
  readonly packages?: Readonly<Record<string, string>>;
}

/** The block. */
export function makeEntry({
  id,
  platform,
  tags,
  sourceKey,
  bases,
  made,
  packages = {},
}: EntryFacts): LockEntry {
  const { digest, reference, how, at, seconds, pushedBytes } = made;
  return {
    id,
    platform,
    key: completeKey(sourceKey, bases),
    digest,
    reference,
    tags,
    how,
    at,
    seconds,
    pushedBytes,
    parts: shortParts(sourceKey),
    bases: Object.fromEntries(bases.map((base) => [base.reference, base.digest])),
    sources: Object.fromEntries(
      sourceKey.sources.flatMap(({ url, content }) => (content === undefined ? [] : [[url, content]])),
    ),
    packages,
  };
}

/** The parts as the lock keeps them. */
export function shortParts({ parts }: Pick<SourceKey, 'parts'>): Readonly<Record<KeyPart, string>> {
  return Object.fromEntries(KEY_PARTS.map((part) => [part, parts[part].slice(0, PART_DIGITS)])) as Record<
    KeyPart,
    string
  >;
}
