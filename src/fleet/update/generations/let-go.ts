// Lets go of old generations: their tags are taken away, and those of documents that no kept generation needs. What becomes
// of the bytes is the registry's own garbage collection.
import { PlimsollError } from '../../../errors.ts';
import type { Digest } from '../../../oci/bytes/digest.ts';
import { deleteTag } from '../../../oci/registry/delete-tag.ts';
import type { Registry } from '../../../oci/registry/registry.ts';
import { isUnreadable, readTagDigest } from '../../../oci/registry/tag-digest.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import { generationTag, isKeptTag, keptTag, parseGenerationTag, parseKeptTag } from './generation.ts';
import type { GenerationDocuments } from './generation-documents.ts';
import {
  listGenerationTags,
  listNumbers,
  readNumbered,
  readState,
  type StoredGeneration,
} from './generation-repository.ts';

const DELETED_AT_ONCE = 8;

/** What was let go, and what could not be. */
export interface LetGo {
  /** Numbers, newest first. */
  readonly generations: readonly number[];
  /** Documents that no kept generation needs any more. */
  readonly documentCount: number;
  /** Why the registry still has some of it; undefined where it has not. */
  readonly refused: string | undefined;
}

/** Which generations stay: what is current, what a rollback would go back to, and the newest others. */
export function chooseKept(
  numbers: readonly number[],
  current: number,
  previous: number | undefined,
  keep: number,
): readonly number[] {
  const first = [current, ...(previous === undefined ? [] : [previous])].filter((n) => numbers.includes(n));
  const rest = numbers.filter((n) => !first.includes(n)).toSorted((a, b) => b - a);
  return [...first, ...rest].slice(0, Math.max(1, keep)).toSorted((a, b) => b - a);
}

/**
 * Takes the tags away that are not needed. `registry` needs the right to delete. No document is taken where a kept generation cannot
 * be read: what it needs is not known then.
 */
export async function letGo(
  registry: Registry,
  documents: GenerationDocuments,
  keep: number,
  signal: AbortSignal,
): Promise<LetGo> {
  const tags = await listGenerationTags(registry, signal);
  const { current, settled } = await readState(registry, signal);
  if (current === undefined) return { generations: [], documentCount: 0, refused: undefined };
  const numbers = listNumbers(tags);
  const { number, previous } = current.generation;
  const kept = chooseKept(numbers, number, previous, keep);
  const stored = [current, ...(settled === undefined ? [] : [settled])];
  const torn: number[] = [];
  for (const each of kept) {
    if (each === number) continue;
    const found = await readOrTorn(() => readNumbered(registry, each, signal));
    if (found === 'torn') torn.push(each);
    else stored.push(found);
  }
  const needed = await listNeeded(stored, documents);
  const old = numbers.filter((each) => !kept.includes(each));
  const orphans = torn.length > 0 ? [] : tags.filter((tag) => isKeptTag(tag) && !needed.tags.has(tag));
  let refused = 0;
  const remove = async (tag: string): Promise<void> => {
    const digest = parseKeptTag(tag) ?? (await readOrTorn(() => readTagDigest(registry, tag, signal)));
    if (digest === undefined) return;
    // By its digest it would go from kept generations too; that of a torn tag nobody knows.
    const isFree = digest !== 'torn' && !needed.digests.has(digest);
    if (await deleteTag(registry, tag, isFree ? digest : undefined, signal)) return;
    if (digest === 'torn') torn.push(parseGenerationTag(tag)!);
    else refused += 1;
  };
  // Generations first: one whose documents are gone must not look as if it could be gone back to.
  await forEachAtOnce(old.map(generationTag), DELETED_AT_ONCE, remove);
  if (refused === 0) await forEachAtOnce(orphans, DELETED_AT_ONCE, remove);
  return {
    generations: refused === 0 ? old.filter((each) => !torn.includes(each)) : [],
    documentCount: refused === 0 ? orphans.length : 0,
    refused: tellRefused(registry, refused, torn),
  };
}

function tellRefused(
  { reference: { host } }: Registry,
  refused: number,
  torn: readonly number[],
): string | undefined {
  if (refused > 0) return `${host} does not let tags be deleted (${refused} asked for)`;
  if (torn.length === 0) return undefined;
  const names = torn.map(generationTag).join(', ');
  return `${host} cannot read ${names}, so what only these need stays`;
}

/** A tag that the registry fails on for good, as after it was stopped while it wrote it. */
async function readOrTorn<T>(read: () => Promise<T>): Promise<T | 'torn'> {
  try {
    return await read();
  } catch (error) {
    if (isUnreadable(error)) return 'torn';
    throw error;
  }
}

async function listNeeded(
  stored: readonly StoredGeneration[],
  documents: GenerationDocuments,
): Promise<{ readonly tags: ReadonlySet<string>; readonly digests: ReadonlySet<Digest> }> {
  const digests = new Set<Digest>();
  for (const { digest, generation } of stored) {
    digests.add(digest);
    for (const each of (await documents.listDocuments(generation)).keys()) digests.add(each);
  }
  if (digests.size === 0) throw new PlimsollError('INTERNAL', 'a current generation without a digest');
  return { digests, tags: new Set([...digests].map(keptTag)) };
}
