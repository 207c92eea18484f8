// All images of one repository, of all tags and platforms, from manifests and configs alone. What is known is not asked again:
// a tag's digest costs a question without an answer's body, a document that an earlier run kept costs none.
import { PlimsollError, withSubject } from '../../errors.ts';
import { checkDigest, type Digest } from '../bytes/digest.ts';
import { CONFIG_LIMIT_BYTES, type ImageConfig, parseImageConfig } from '../image/config.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { OpenOptions } from '../image/image.ts';
import { type ImageManifest, parseManifest } from '../image/manifest.ts';
import { formatRegistryReference, type RegistryReference } from '../image/reference.ts';
import { type WalkedManifest, walkManifests } from '../image/walk-manifests.ts';
import { throwIfAborted } from '../layout/check-abort.ts';
import { listTags } from './list-tags.ts';
import { fetchByReference, fetchConfig, fetchDocument, resolveTag } from './manifest.ts';
import { connectRegistry, type Registry } from './registry.ts';
import type { Semaphore } from './semaphore.ts';
import type { RegistrySettings } from './settings.ts';

const MOST_TAG_PAGES = 200;

/** An image of a repository. */
export interface RepositoryImage {
  /** Of this repository, those that mean the image or an index above it. */
  readonly tags: readonly string[];
  readonly digest: Digest;
  /** Whether an index above it lists further images. */
  readonly isOneOfSeveral: boolean;
  /** The indexes above it. */
  readonly above: readonly Descriptor[];
  /** What was read; undefined where `isKnown` said that it need not be. */
  readonly read:
    | { readonly descriptor: Descriptor; readonly manifest: ImageManifest; readonly config: ImageConfig }
    | undefined;
}

/** How to list. */
export interface ListingOptions extends OpenOptions {
  /** Requests at once, shared by all repositories. */
  readonly places: Semaphore;
  /** Whether the image of this manifest need not be read. */
  readonly isKnown: (digest: Digest) => boolean;
  readonly isWanted?: (descriptor: Descriptor) => boolean;
  /** Whether much is known already, so that asking for a tag's digest first saves more than it costs. */
  readonly isWarm: boolean;
}

interface Listing {
  /** Documents that came by their tags, until they are asked for by their digests. */
  readonly fetched: Map<Digest, Uint8Array>;
  readonly registry: Registry;
  readonly options: ListingOptions;
  readonly skip: (what: string, error: PlimsollError) => void;
}

/**
 * The images of the reference's tag or digest, or of all tags where it has neither; what cannot be read is told by a notice.
 * Throws where the repository itself cannot be read. `settings` are for tests.
 */
export async function listRepositoryImages(
  reference: RegistryReference,
  options: ListingOptions,
  settings: Partial<RegistrySettings> = {},
): Promise<readonly RepositoryImage[]> {
  const subject = `docker://${formatRegistryReference(reference)}`;
  const registry = await connectRegistry(reference, options, settings);
  try {
    const skip = (what: string, error: PlimsollError): void =>
      options.onNotice?.(`${subject}: ${what} is left out (${error.message})`);
    const listing = { registry, options, skip, fetched: new Map() };
    if (reference.digest !== undefined || reference.tag !== undefined)
      return await join(listing, [await walkNamed(listing, reference)]);
    const tags = await listTags(registry, options.signal, MOST_TAG_PAGES);
    const walks = tags.map((tag) =>
      walkNamed(listing, { ...reference, tag }).catch((error: unknown) => {
        throwIfAborted(options.signal);
        if (!(error instanceof PlimsollError)) throw error;
        if (
          error.code !== 'IMAGE_NOT_FOUND' &&
          error.code !== 'IMAGE_INVALID' &&
          error.code !== 'IMAGE_UNSUPPORTED'
        )
          throw error;
        skip(tag, error);
        return { tag, walked: [] };
      }),
    );
    return await join(listing, await Promise.all(walks));
  } catch (error) {
    throw withSubject(error, subject);
  } finally {
    registry.close();
  }
}

interface NamedWalk {
  readonly tag: string | undefined;
  readonly walked: readonly WalkedManifest[];
}

async function walkNamed(listing: Listing, reference: RegistryReference): Promise<NamedWalk> {
  const { options, skip } = listing;
  const entry = await findEntry(listing, reference);
  const walked = await walkManifests(entry, {
    signal: options.signal,
    isKnown: options.isKnown,
    ...(options.isWanted === undefined ? {} : { isWanted: options.isWanted }),
    onUnreadable: ({ digest }, error) => skip(digest, error),
    reader: {
      readManifest: async (descriptor, signal) =>
        parseManifest(
          await readDocument(listing, descriptor.digest, () =>
            fetchDocument(listing.registry, descriptor, signal),
          ),
          descriptor.mediaType,
          `the manifest ${descriptor.digest}`,
        ),
    },
  });
  return { tag: reference.tag, walked };
}

/** What a tag or digest means; its document is kept for the walk. */
async function findEntry(
  { registry, options, fetched }: Listing,
  { tag, digest, ...repository }: RegistryReference,
): Promise<Descriptor> {
  const { places, signal, documents, isKnown, isWarm } = options;
  const release = await places.acquire(signal);
  try {
    const stated =
      digest ?? (tag === undefined || !isWarm ? undefined : await resolveTag(registry, tag, signal));
    const kept = stated === undefined ? undefined : documents?.read(stated);
    if (stated !== undefined && (kept !== undefined || isKnown(stated)))
      return { mediaType: '', digest: stated, sizeBytes: kept?.byteLength ?? 0 };
    const found = await fetchByReference(
      registry,
      { ...repository, ...(digest === undefined ? { tag: tag ?? 'latest' } : { digest }) },
      signal,
    );
    fetched.set(found.digest, found.manifest.bytes);
    documents?.write(found.digest, found.manifest.bytes);
    return { mediaType: found.manifest.mediaType, digest: found.digest, sizeBytes: found.sizeBytes };
  } finally {
    release();
  }
}

/** A document that was kept, or is fetched and kept. */
async function readDocument(
  { options, fetched }: Listing,
  digest: Digest,
  fetch: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const { documents, places, signal } = options;
  const own = fetched.get(digest);
  fetched.delete(digest);
  if (own !== undefined) return own;
  const kept = documents?.read(digest);
  if (kept !== undefined && isIntact(kept, digest)) return kept;
  const release = await places.acquire(signal);
  try {
    const bytes = await fetch();
    documents?.write(digest, bytes);
    return bytes;
  } finally {
    release();
  }
}

function isIntact(bytes: Uint8Array, digest: Digest): boolean {
  try {
    checkDigest(bytes, digest, 'a kept document');
    return true;
  } catch {
    return false;
  }
}

/** Images by their digests, with the tags of all walks, and their configs. */
async function join(listing: Listing, walks: readonly NamedWalk[]): Promise<readonly RepositoryImage[]> {
  const found = new Map<Digest, { tags: Set<string>; walked: WalkedManifest; isOneOfSeveral: boolean }>();
  for (const { tag, walked } of walks)
    for (const item of walked) {
      const known = found.get(item.descriptor.digest);
      const tags = known?.tags ?? new Set();
      if (tag !== undefined) tags.add(tag);
      if (known === undefined)
        found.set(item.descriptor.digest, { tags, walked: item, isOneOfSeveral: walked.length > 1 });
    }
  const images = [...found.values()].map(async ({ tags, walked, isOneOfSeveral }) => {
    const { descriptor, above, manifest } = walked;
    const common = { tags: [...tags], digest: descriptor.digest, isOneOfSeveral, above };
    if (manifest === undefined) return [{ ...common, read: undefined }];
    try {
      const config = await readConfig(listing, manifest.config);
      return [{ ...common, read: { descriptor, manifest, config } }];
    } catch (error) {
      throwIfAborted(listing.options.signal);
      if (!(error instanceof PlimsollError)) throw error;
      listing.skip(descriptor.digest, error);
      return [];
    }
  });
  return (await Promise.all(images)).flat();
}

async function readConfig(listing: Listing, descriptor: Descriptor): Promise<ImageConfig> {
  const { registry, options } = listing;
  const bytes = await readDocument(listing, descriptor.digest, () =>
    fetchConfig(registry, descriptor, options.signal),
  );
  if (bytes.byteLength > CONFIG_LIMIT_BYTES)
    throw new PlimsollError('IMAGE_INVALID', 'its config is too large');
  return parseImageConfig(bytes, `the config ${descriptor.digest}`);
}
