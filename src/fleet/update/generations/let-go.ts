// Lets go of old generations: their tags are taken away, and those of documents that no kept generation needs. What becomes
// of the bytes is the registry's own garbage collection.
import { PlimsollError } from '../../../errors.ts';
import type { Digest } from '../../../oci/bytes/digest.ts';
import { deleteTag } from '../../../oci/registry/delete-tag.ts';
import type { Registry } from '../../../oci/registry/registry.ts';
import { readTagDigest } from '../../../oci/registry/tag-digest.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import { generationTag, isKeptTag, keptTag, parseKeptTag } from './generation.ts';
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
 * Takes the tags away that are not needed. `registry` needs the right to delete. Nothing is taken where a kept generation
 * cannot be read: what it needs is not known then.
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
  for (const each of kept) if (each !== number) stored.push(await readNumbered(registry, each, signal));
  const needed = await listNeeded(stored, documents);
  const old = numbers.filter((each) => !kept.includes(each));
  const orphans = tags.filter((tag) => isKeptTag(tag) && !needed.tags.has(tag));
  let refused = 0;
  const remove = async (tag: string): Promise<void> => {
    const digest = parseKeptTag(tag) ?? (await readTagDigest(registry, tag, signal));
    if (digest === undefined) return;
    // By its digest it would go from kept generations too.
    const isFree = !needed.digests.has(digest);
    if (!(await deleteTag(registry, tag, isFree ? digest : undefined, signal))) refused += 1;
  };
  // Generations first: one whose documents are gone must not look as if it could be gone back to.
  await forEachAtOnce(old.map(generationTag), DELETED_AT_ONCE, remove);
  if (refused === 0) await forEachAtOnce(orphans, DELETED_AT_ONCE, remove);
  return {
    generations: refused === 0 ? old : [],
    documentCount: refused === 0 ? orphans.length : 0,
    refused:
      refused === 0
        ? undefined
        : `${registry.reference.host} does not let tags be deleted (${refused} asked for)`,
  };
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
