// The repository of the generations: which are there, which one is current, and the tags that say so.
import { PlimsollError, withSubject } from '../../../errors.ts';
import type { Digest } from '../../../oci/bytes/digest.ts';
import type { Document } from '../../../oci/image/destination.ts';
import { listTags } from '../../../oci/registry/list-tags.ts';
import { fetchByReference } from '../../../oci/registry/manifest.ts';
import { putManifest } from '../../../oci/registry/put-manifest.ts';
import type { Registry } from '../../../oci/registry/registry.ts';
import { isUnreadable } from '../../../oci/registry/tag-digest.ts';
import {
  CURRENT_TAG,
  type Generation,
  generationTag,
  parseGenerationTag,
  SETTLED_TAG,
} from './generation.ts';
import { readGeneration } from './read-generation.ts';

/** A generation as it lies in the repository. */
export interface StoredGeneration {
  readonly digest: Digest;
  readonly generation: Generation;
  /** The index, byte for byte. */
  readonly document: Document;
}

/** What the repository says now. */
export interface GenerationState {
  /** Undefined before the first promotion. */
  readonly current: StoredGeneration | undefined;
  /** The last one whose images' own tags have all followed. */
  readonly settled: StoredGeneration | undefined;
  /** Whether the registry cannot read the tag of the current one any more; then `current` is what was settled. */
  readonly isTorn: boolean;
}

/** Reads both tags. Throws GENERATION_INVALID, and what reading throws. */
export async function readState(registry: Registry, signal: AbortSignal): Promise<GenerationState> {
  const current = await readOrTorn(registry, CURRENT_TAG, signal);
  const settled = await readOrTorn(registry, SETTLED_TAG, signal);
  const settledOne = settled === 'torn' ? undefined : settled;
  // A registry that was stopped while it wrote the tag had not said yes to it: no other tag has moved.
  if (current === 'torn') return { current: settledOne, settled: settledOne, isTorn: true };
  return { current, settled: settledOne, isTorn: false };
}

/** The generation of that number; throws GENERATION_NOT_FOUND, GENERATION_INVALID. */
export async function readNumbered(
  registry: Registry,
  number: number,
  signal: AbortSignal,
): Promise<StoredGeneration> {
  const found = await readTag(registry, generationTag(number), signal);
  if (found === undefined)
    throw new PlimsollError('GENERATION_NOT_FOUND', `there is no generation ${number}`, {
      subject: nameOf(registry),
    });
  if (found.generation.number !== number)
    throw new PlimsollError(
      'GENERATION_INVALID',
      `it says that it is generation ${found.generation.number}`,
      {
        subject: nameOf(registry, generationTag(number)),
      },
    );
  return found;
}

/** The tags of the repository; none where it does not exist yet. */
export async function listGenerationTags(
  registry: Registry,
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    return await listTags(registry, signal, Number.POSITIVE_INFINITY);
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'IMAGE_NOT_FOUND') return [];
    throw withSubject(error, nameOf(registry));
  }
}

/** Numbers of the generations that have tags, newest first. */
export function listNumbers(tags: readonly string[]): readonly number[] {
  return tags.flatMap((tag) => parseGenerationTag(tag) ?? []).toSorted((a, b) => b - a);
}

/** Makes a tag name the generation. */
export async function putTag(
  registry: Registry,
  tag: string,
  document: Document,
  signal: AbortSignal,
): Promise<void> {
  try {
    await putManifest(registry, document, tag, signal);
  } catch (error) {
    throw withSubject(error, nameOf(registry, tag));
  }
}

/** `HOST/REPOSITORY:TAG`, for messages. */
export function nameOf({ reference: { host, repository } }: Registry, tag?: string): string {
  return `${host}/${repository}${tag === undefined ? '' : `:${tag}`}`;
}

async function readOrTorn(
  registry: Registry,
  tag: string,
  signal: AbortSignal,
): Promise<StoredGeneration | undefined | 'torn'> {
  try {
    return await readTag(registry, tag, signal);
  } catch (error) {
    if (isUnreadable(error)) return 'torn';
    throw error;
  }
}

async function readTag(
  registry: Registry,
  tag: string,
  signal: AbortSignal,
): Promise<StoredGeneration | undefined> {
  const { host, repository } = registry.reference;
  const name = nameOf(registry, tag);
  try {
    const { digest, manifest } = await fetchByReference(registry, { host, repository, tag }, signal);
    const document = { mediaType: manifest.mediaType, bytes: manifest.bytes };
    return { digest, generation: readGeneration(manifest, name), document };
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'IMAGE_NOT_FOUND') return undefined;
    throw withSubject(error, name);
  }
}
