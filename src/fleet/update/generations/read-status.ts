// `update status`: what is current, which tags differ from it, what is unfinished, and what each kept generation costs.
import { PlimsollError, withSubject } from '../../../errors.ts';
import type { Digest } from '../../../oci/bytes/digest.ts';
import { isUnreadable } from '../../../oci/registry/tag-digest.ts';
import type { Generation } from './generation.ts';
import { GenerationDocuments } from './generation-documents.ts';
import {
  listGenerationTags,
  listNumbers,
  nameOf,
  readNumbered,
  readState,
  type StoredGeneration,
} from './generation-repository.ts';
import { type GenerationOptions, parseGenerationsRepository } from './generation-run.ts';
import { findDrift, type TagDrift } from './move-tags.ts';
import { isUnderWay, type JournalRecord, journalName, readJournal } from './promotion-journal.ts';
import { createRepositories } from './repositories.ts';
import { isUnfinished } from './settle.ts';

/** One generation that is there. */
export interface KeptGeneration {
  readonly number: number;
  readonly digest: Digest;
  readonly at: string;
  readonly isCurrent: boolean;
  readonly imageCount: number;
  /** All its documents and blobs, each once. */
  readonly totalBytes: number;
  /** Those that no other kept generation needs: what letting go of it would free. */
  readonly uniqueBytes: number;
}

/** A promotion or rollback that goes on, or did not end. */
export interface UnfinishedWork {
  /** Whether somebody is at it. */
  readonly isUnderWay: boolean;
  /** The journal, where the store has one. */
  readonly journal: JournalRecord | undefined;
  /** Whether what is current is not settled: its tags may not all have followed. */
  readonly tagsMayBeMixed: boolean;
}

/** The whole status. */
export interface UpdateStatus {
  readonly kind: 'update-status';
  readonly repository: string;
  readonly digest: Digest | undefined;
  readonly current: Generation | undefined;
  readonly drift: readonly TagDrift[];
  readonly unfinished: UnfinishedWork | undefined;
  /** Newest first. */
  readonly kept: readonly KeptGeneration[];
  /** Generations whose index or documents cannot be read, and why. */
  readonly broken: readonly { readonly number: number; readonly message: string }[];
}

/** Reads it; changes nothing. Throws GENERATION_INVALID where what is current makes no sense, and what reading throws. */
export async function readStatus(
  options: Omit<GenerationOptions, 'keep' | 'mayMove'>,
): Promise<UpdateStatus> {
  const { store, signal, onNotice, now = () => new Date() } = options;
  const place = parseGenerationsRepository(options.repository);
  const repositories = createRepositories(
    { insecure: options.insecure === true, signal, ...(onNotice === undefined ? {} : { onNotice }) },
    options.settings,
  );
  try {
    const registry = await repositories.open(place, 'pull');
    const state = await readState(registry, signal);
    const { current } = state;
    const journal = await readJournal(store, journalName(`${place.host}/${place.repository}`));
    const isBusy = journal !== undefined && isUnderWay(journal, now().getTime());
    const isMixed = isUnfinished(state);
    const stored: StoredGeneration[] = current === undefined ? [] : [current];
    const broken: { number: number; message: string }[] = [];
    for (const number of listNumbers(await listGenerationTags(registry, signal))) {
      if (number === current?.generation.number) continue;
      try {
        stored.push(await readNumbered(registry, number, signal));
      } catch (error) {
        broken.push({ number, message: messageOf(error) });
      }
    }
    const documents = new GenerationDocuments(registry, signal);
    return {
      kind: 'update-status',
      repository: nameOf(registry),
      digest: current?.digest,
      current: current?.generation,
      drift: current === undefined ? [] : await findDrift(current.generation, repositories, signal),
      unfinished: isBusy || isMixed ? { isUnderWay: isBusy, journal, tagsMayBeMixed: isMixed } : undefined,
      kept: await measure(stored, current?.digest, documents, broken),
      broken,
    };
  } catch (error) {
    throw withSubject(error, options.repository);
  } finally {
    repositories.close();
  }
}

async function measure(
  stored: readonly StoredGeneration[],
  current: Digest | undefined,
  documents: GenerationDocuments,
  broken: { number: number; message: string }[],
): Promise<readonly KeptGeneration[]> {
  const measured: { readonly stored: StoredGeneration; readonly sizes: ReadonlyMap<Digest, number> }[] = [];
  for (const each of stored) {
    try {
      measured.push({ stored: each, sizes: await documents.listSizes(each.generation) });
    } catch (error) {
      broken.push({ number: each.generation.number, message: messageOf(error) });
    }
  }
  const uses = new Map<Digest, number>();
  for (const { sizes } of measured)
    for (const digest of sizes.keys()) uses.set(digest, (uses.get(digest) ?? 0) + 1);
  return measured
    .map(({ stored: { digest, generation, document }, sizes }): KeptGeneration => {
      const own = document.bytes.byteLength;
      const all = [...sizes];
      const unique = all.filter(([each]) => uses.get(each) === 1);
      return {
        number: generation.number,
        digest,
        at: generation.at,
        isCurrent: digest === current,
        imageCount: generation.images.length,
        totalBytes: own + all.reduce((sum, [, sizeBytes]) => sum + sizeBytes, 0),
        uniqueBytes: own + unique.reduce((sum, [, sizeBytes]) => sum + sizeBytes, 0),
      };
    })
    .toSorted((a, b) => b.number - a.number);
}

/** What is broken in the registry is told; what breaks because of the network is thrown. */
function messageOf(error: unknown): string {
  const codes = ['GENERATION_INVALID', 'GENERATION_NOT_FOUND', 'IMAGE_INVALID', 'IMAGE_NOT_FOUND'];
  const isTold =
    error instanceof PlimsollError && [...codes, 'DIGEST_MISMATCH', 'IMAGE_UNSUPPORTED'].includes(error.code);
  if (!isTold && !isUnreadable(error)) throw error;
  return (error as PlimsollError).message;
}
