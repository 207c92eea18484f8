// Makes the images' own tags follow a generation. Registries know no transaction over tags: all that can be done before is
// done before, then the tags move as closely together as they can, and how long the two generations were mixed is measured.
import { withSubject } from '../../../errors.ts';
import type { Digest } from '../../../oci/bytes/digest.ts';
import type { Descriptor } from '../../../oci/image/descriptor.ts';
import type { Document } from '../../../oci/image/destination.ts';
import { parseRegistryReference } from '../../../oci/image/reference.ts';
import { fetchDocument } from '../../../oci/registry/manifest.ts';
import { putManifest } from '../../../oci/registry/put-manifest.ts';
import type { Registry } from '../../../oci/registry/registry.ts';
import { isUnreadable, readTagDigest } from '../../../oci/registry/tag-digest.ts';
import { DocumentCopier } from './document-copier.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import type { Generation } from './generation.ts';
import type { Repositories } from './repositories.ts';

const PREPARED_AT_ONCE = 8;
const MOVED_AT_ONCE = 16;

/** One tag that has to move. */
export interface TagMove {
  readonly id: string;
  readonly reference: string;
  /** What it meant before; undefined where it did not exist. */
  readonly before: Digest | undefined;
  readonly after: Digest;
}

/** A tag that is ready to be moved by one request. */
interface PreparedMove extends TagMove {
  readonly registry: Registry;
  readonly tag: string;
  readonly document: Document;
}

/** What is to be moved, and what is not. */
export interface PreparedTags {
  readonly moves: readonly PreparedMove[];
  /** Names that mean what they should already. */
  readonly unmoved: readonly string[];
  /** Names of the generation that may not be moved from here. */
  readonly foreign: readonly string[];
}

/** How the tags moved. */
export interface MovedTags {
  readonly moves: readonly TagMove[];
  /** From the first request to the last answer: so long images of two generations could be met side by side. */
  readonly mixedMs: number;
}

/** What preparing needs. */
export interface MoveOptions {
  readonly repositories: Repositories;
  /** The repository of the generations; none of its own tags is ever moved. */
  readonly source: Registry;
  /** Whether a name may be moved from here: the index that names it may be from anyone who can write to its repository. */
  readonly mayMove: (reference: string) => boolean;
  readonly signal: AbortSignal;
}

/** Looks at all tags of the generation, and brings what they shall mean to where they are. Moves nothing. */
export async function prepareTags(generation: Generation, options: MoveOptions): Promise<PreparedTags> {
  const { source, mayMove, repositories } = options;
  const wanted = generation.images.flatMap(({ id, references, descriptor }) =>
    references.map((reference) => ({ id, reference, descriptor })),
  );
  const { host, repository } = source.reference;
  const isAllowed = ({ reference }: { readonly reference: string }): boolean => {
    const parsed = parseRegistryReference(reference);
    return mayMove(reference) && !(parsed.host === host && parsed.repository === repository);
  };
  const copiers = new Map<Registry, DocumentCopier>();
  const prepare = async (item: (typeof wanted)[number]): Promise<PreparedMove | undefined> => {
    const { tag = 'latest', ...place } = parseRegistryReference(item.reference);
    try {
      const registry = await repositories.open(place);
      const before = await readTagDigest(registry, tag, options.signal).catch((error: unknown) => {
        if (isUnreadable(error)) return undefined;
        throw error;
      });
      if (before === item.descriptor.digest) return undefined;
      const copier = copiers.get(registry) ?? new DocumentCopier(registry, options.signal);
      copiers.set(registry, copier);
      await copier.ensure(source, item.descriptor);
      const document = await readDocument(source, item.descriptor, options.signal);
      const { id, reference, descriptor } = item;
      return { id, reference, before, after: descriptor.digest, registry, tag, document };
    } catch (error) {
      throw withSubject(error, item.reference);
    }
  };
  const allowed = wanted.filter(isAllowed);
  const prepared = await forEachAtOnce(allowed, PREPARED_AT_ONCE, prepare);
  return {
    moves: prepared.filter((move) => move !== undefined),
    unmoved: allowed.filter((_, i) => prepared[i] === undefined).map(({ reference }) => reference),
    foreign: wanted.filter((item) => !isAllowed(item)).map(({ reference }) => reference),
  };
}

/**
 * Moves them, as many at a time as `mayGoOn` is asked before; every one of these is tried, and the first failure is thrown after that.
 * Those that are left when it says no stay.
 */
export async function moveTags(
  { moves }: PreparedTags,
  signal: AbortSignal,
  mayGoOn: () => Promise<boolean>,
): Promise<MovedTags> {
  const startedMs = performance.now();
  const moved: PreparedMove[] = [];
  while (moved.length < moves.length && (await mayGoOn())) {
    const batch = moves.slice(moved.length, moved.length + MOVED_AT_ONCE);
    const failures = await forEachAtOnce(batch, MOVED_AT_ONCE, async (move) => {
      try {
        await putManifest(move.registry, move.document, move.tag, signal);
        return undefined;
      } catch (error) {
        return { error: withSubject(error, move.reference) };
      }
    });
    for (const failure of failures) if (failure !== undefined) throw failure.error;
    moved.push(...batch);
  }
  return {
    moves: moved.map(({ id, reference, before, after }) => ({ id, reference, before, after })),
    mixedMs: moved.length === 0 ? 0 : performance.now() - startedMs,
  };
}

/** A tag that does not mean what the generation says. */
export interface TagDrift {
  readonly id: string;
  readonly reference: string;
  readonly wanted: Digest;
  /** Undefined where the tag is gone, or the registry cannot read it. */
  readonly found: Digest | undefined;
}

/** All tags that differ from the generation. */
export async function findDrift(
  generation: Generation,
  repositories: Repositories,
  signal: AbortSignal,
): Promise<readonly TagDrift[]> {
  const wanted = generation.images.flatMap(({ id, references, descriptor }) =>
    references.map((reference) => ({ id, reference, wanted: descriptor.digest })),
  );
  const found = await forEachAtOnce(wanted, MOVED_AT_ONCE, async ({ reference }) => {
    const { tag = 'latest', ...place } = parseRegistryReference(reference);
    try {
      return await readTagDigest(await repositories.open(place, 'pull'), tag, signal);
    } catch (error) {
      if (isUnreadable(error)) return undefined;
      throw withSubject(error, reference);
    }
  });
  return wanted.map((item, i) => ({ ...item, found: found[i] })).filter((item) => item.found !== item.wanted);
}

async function readDocument(
  source: Registry,
  descriptor: Descriptor,
  signal: AbortSignal,
): Promise<Document> {
  return { mediaType: descriptor.mediaType, bytes: await fetchDocument(source, descriptor, signal) };
}
