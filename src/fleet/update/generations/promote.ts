// `update promote`: all images of a run become current together, or none does.
import { PlimsollError } from '../../../errors.ts';
import { type Digest, digestBytes } from '../../../oci/bytes/digest.ts';
import { parseManifest } from '../../../oci/image/manifest.ts';
import { DocumentCopier } from './document-copier.ts';
import { type Gate, type GatedImages, type HeldBack, passGate } from './gate.ts';
import { gatherBases, gatherImages } from './gather-generation.ts';
import { type Generation, keptTag } from './generation.ts';
import { GenerationDocuments } from './generation-documents.ts';
import type { GenerationInput } from './generation-member.ts';
import {
  type GenerationState,
  listGenerationTags,
  listNumbers,
  nameOf,
  readState,
  type StoredGeneration,
} from './generation-repository.ts';
import { type GenerationOptions, type GenerationRun, letGoOfOld, runWithJournal } from './generation-run.ts';
import type { LetGo } from './let-go.ts';
import type { TagMove } from './move-tags.ts';
import { readGeneration } from './read-generation.ts';
import { completeUnfinished, makeCurrentPatiently } from './settle.ts';
import { writeGeneration } from './write-generation.ts';

/** What promoting needs. */
export interface PromoteOptions extends GenerationOptions {
  /** Whether an image may fail without holding up the generation. */
  readonly mayFail: (id: string) => boolean;
  readonly gate?: Gate;
}

/** What was promoted. */
export interface Promotion {
  readonly kind: 'promotion';
  readonly repository: string;
  readonly digest: Digest;
  readonly generation: Generation;
  /** False where all images are those of the current generation: then it stays. */
  readonly isNew: boolean;
  /** Ids of images that the generation before does not have, or has otherwise. */
  readonly changed: readonly string[];
  readonly heldBack: readonly HeldBack[];
  /** An unfinished promotion that was completed first. */
  readonly completed: number | undefined;
  readonly moves: readonly TagMove[];
  /** For so long the images' own tags were those of two generations. */
  readonly mixedMs: number;
  /** Names that mean what they should already. */
  readonly unmovedCount: number;
  /** Bytes that had to be sent because they could not be mounted. */
  readonly copiedBytes: number;
  readonly letGo: LetGo;
}

/**
 * Promotes; a registry that goes away meanwhile is waited for. Throws PROMOTION_REFUSED, PROMOTION_UNDER_WAY, GENERATION_INVALID and
 * what registries bring with them.
 */
export function promote(input: GenerationInput, options: PromoteOptions): Promise<Promotion> {
  return runWithJournal('promote', options, async (run) => {
    // One that was never there is told at once.
    await readState(run.target, run.signal);
    let completed: number | undefined;
    const { next, before, gated, copiedBytes } = await run.rideOut(async () => {
      const unfinished = await completeUnfinished(await readState(run.target, run.signal), run.settle);
      completed ??= unfinished?.generation.number;
      return gatherAll(input, options, run);
    });
    const own = new Set(next.generation.images.flatMap(({ references }) => references));
    const mayMove = (reference: string): boolean => own.has(reference) || options.mayMove(reference);
    const { moved, prepared } = await makeCurrentPatiently(next, before, run, mayMove);
    return {
      kind: 'promotion',
      repository: nameOf(run.target),
      digest: next.digest,
      generation: next.generation,
      isNew: next !== before,
      changed: listChanged(next.generation, before?.generation),
      heldBack: gated.heldBack,
      completed,
      ...moved,
      unmovedCount: prepared.unmoved.length,
      copiedBytes,
      letGo: await letGoOfOld(run, options.keep),
    };
  });
}

/** What is to be current, with all that it needs in place. */
interface Gathered {
  readonly next: StoredGeneration;
  /** What is current now. */
  readonly before: StoredGeneration | undefined;
  readonly gated: GatedImages;
  readonly copiedBytes: number;
}

async function gatherAll(
  input: GenerationInput,
  options: PromoteOptions,
  run: GenerationRun,
): Promise<Gathered> {
  const state = await readState(run.target, run.signal);
  const gated = await passGate(input, state.current?.generation, options.mayFail, options.gate);
  const copier = new DocumentCopier(run.target, run.signal, keptTag);
  const next = await gatherNext(gated, state, copier, run);
  await requireWhole(next, run);
  return { next, before: state.current, gated, copiedBytes: copier.copiedBytes };
}

/** The generation to be; the current one where nothing differs. */
async function gatherNext(
  gated: GatedImages,
  { current }: GenerationState,
  copier: DocumentCopier,
  run: GenerationRun,
): Promise<StoredGeneration> {
  const { target, signal, onNotice, settle, now } = run;
  const { repositories } = settle;
  const options = { repositories, target, copier, signal, onNotice, current: current?.generation };
  const gathered = await gatherImages(gated.members, options);
  const images = [...gathered, ...gated.kept];
  if (images.length === 0) throw new PlimsollError('PROMOTION_REFUSED', 'there is no image to be promoted');
  const keptIds = new Set(gated.kept.map(({ id }) => id));
  const bases = [
    ...(await gatherBases(gated.members, options)),
    // Which image stood on which base is not written down: while one is held back, the bases of before stay too.
    ...(keptIds.size === 0 ? [] : (current?.generation.bases ?? [])),
  ];
  const unique = [...new Map(bases.map((base) => [JSON.stringify(base), base])).values()];
  const previous = current?.generation.number;
  const numbers = listNumbers(await listGenerationTags(target, signal));
  const number = Math.max(0, previous ?? 0, ...numbers) + 1;
  const generation = { number, previous, at: now().toISOString(), images, bases: unique };
  if (current !== undefined && isSame(current.generation, generation)) return current;
  const document = writeGeneration(generation);
  // Nothing is shown that could not be read again.
  readGeneration(parseManifest(document.bytes, document.mediaType, 'the generation'), `generation ${number}`);
  return { digest: digestBytes(document.bytes), generation, document };
}

/** A registry's collector may have run meanwhile. */
async function requireWhole(
  { generation }: StoredGeneration,
  { target, signal }: GenerationRun,
): Promise<void> {
  const missing = await new GenerationDocuments(target, signal).findMissing(generation, false);
  if (missing !== undefined)
    throw new PlimsollError('PROMOTION_REFUSED', `the registry has lost ${missing} while it was promoted`, {
      hint: 'Promote again; collect garbage only while nothing is pushed.',
    });
}

function isSame(a: Generation, b: Generation): boolean {
  return fingerprint(a) === fingerprint(b);
}

/** What readers of a generation see; how its images came to be is not. */
function fingerprint({ images, bases }: Generation): string {
  return JSON.stringify([
    images.map(({ id, references, descriptor }) => [id, references.toSorted(), descriptor.digest]).toSorted(),
    bases
      .map(({ reference, usedDigest, descriptor }) => [reference, usedDigest, descriptor.digest])
      .toSorted(),
  ]);
}

/** Ids of images that one generation does not have, or has otherwise. */
export function listChanged(next: Generation, before: Generation | undefined): readonly string[] {
  const digests = new Map((before?.images ?? []).map(({ id, descriptor }) => [id, descriptor.digest]));
  return next.images.flatMap(({ id, descriptor }) => (digests.get(id) === descriptor.digest ? [] : [id]));
}
