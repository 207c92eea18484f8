// All that a generation's images consist of: their documents, and the blobs that those name.
import { PlimsollError } from '../../../errors.ts';
import type { Digest } from '../../../oci/bytes/digest.ts';
import type { Descriptor } from '../../../oci/image/descriptor.ts';
import { parseManifest } from '../../../oci/image/manifest.ts';
import { isIndexType } from '../../../oci/image/media-types.ts';
import { listNamed } from '../../../oci/image/walk-documents.ts';
import { fetchDocument } from '../../../oci/registry/manifest.ts';
import type { Registry } from '../../../oci/registry/registry.ts';
import { hasDocument } from '../../../oci/registry/tag-digest.ts';
import { hasBlob } from '../../../oci/registry/upload-session.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import type { Generation } from './generation.ts';

const AT_ONCE = 8;
/** Of a hostile index no more is followed. */
const DOCUMENT_LIMIT = 100_000;

/** What one document names. */
interface Named {
  readonly documents: readonly Descriptor[];
  readonly blobs: readonly Descriptor[];
}

/** Reads documents of one repository, each once for all generations. */
export class GenerationDocuments {
  readonly #registry: Registry;
  readonly #signal: AbortSignal | undefined;
  readonly #read = new Map<Digest, Promise<Named>>();

  constructor(registry: Registry, signal: AbortSignal | undefined) {
    this.#registry = registry;
    this.#signal = signal;
  }

  /** The documents of a generation, each once; only indexes are read. Throws what reading throws. */
  async listDocuments(generation: Generation): Promise<ReadonlyMap<Digest, Descriptor>> {
    const found = new Map<Digest, Descriptor>();
    let level = topOf(generation);
    while (level.length > 0) {
      const fresh = level.filter(({ digest }) => !found.has(digest));
      for (const descriptor of fresh) found.set(descriptor.digest, descriptor);
      if (found.size > DOCUMENT_LIMIT)
        throw new PlimsollError('GENERATION_INVALID', `it leads to more than ${DOCUMENT_LIMIT} documents`);
      const indexes = fresh.filter(({ mediaType }) => isIndexType(mediaType));
      const named = await forEachAtOnce(indexes, AT_ONCE, (index) => this.#readNamed(index));
      level = named.flatMap(({ documents }) => documents);
    }
    return found;
  }

  /** Sizes of all its documents and blobs by digest; all manifests are read. Throws what reading throws. */
  async listSizes(generation: Generation): Promise<ReadonlyMap<Digest, number>> {
    const documents = [...(await this.listDocuments(generation)).values()];
    const named = await forEachAtOnce(documents, AT_ONCE, (document) => this.#readNamed(document));
    const all = [...documents, ...named.flatMap(({ blobs }) => blobs)];
    return new Map(all.map(({ digest, sizeBytes }) => [digest, sizeBytes]));
  }

  /** The first that the repository does not have; documents alone are looked for where `blobsToo` is false. */
  async findMissing(generation: Generation, blobsToo: boolean): Promise<Digest | undefined> {
    let listed: ReadonlyMap<Digest, Descriptor>;
    try {
      listed = await this.listDocuments(generation);
    } catch (error) {
      const missing = missingOf(error);
      if (missing !== undefined) return missing;
      throw error;
    }
    const documents = [...listed.values()];
    const isThere = await forEachAtOnce(documents, AT_ONCE, ({ digest }) =>
      hasDocument(this.#registry, digest, this.#signal),
    );
    const gone = documents.find((_, i) => !isThere[i]);
    if (gone !== undefined || !blobsToo) return gone?.digest;
    const blobs = new Map<Digest, Descriptor>();
    for (const named of await forEachAtOnce(documents, AT_ONCE, (document) => this.#readNamed(document)))
      for (const blob of named.blobs) blobs.set(blob.digest, blob);
    const signal = this.#signal ?? new AbortController().signal;
    const has = await forEachAtOnce([...blobs.keys()], AT_ONCE, (digest) =>
      hasBlob(this.#registry, digest, `the blob ${digest}`, signal),
    );
    return [...blobs.keys()].find((_, i) => !has[i]);
  }

  #readNamed(descriptor: Descriptor): Promise<Named> {
    const known = this.#read.get(descriptor.digest);
    if (known !== undefined) return known;
    const reading = this.#fetch(descriptor);
    this.#read.set(descriptor.digest, reading);
    reading.catch(() => this.#read.delete(descriptor.digest));
    return reading;
  }

  async #fetch(descriptor: Descriptor): Promise<Named> {
    try {
      const bytes = await fetchDocument(this.#registry, descriptor, this.#signal);
      return listNamed(parseManifest(bytes, descriptor.mediaType, `the manifest ${descriptor.digest}`));
    } catch (error) {
      if (error instanceof PlimsollError && error.code === 'IMAGE_NOT_FOUND')
        throw new PlimsollError('GENERATION_INVALID', `${descriptor.digest}, which it names, is not there`, {
          cause: new MissingDocument(descriptor.digest),
        });
      throw error;
    }
  }
}

class MissingDocument extends Error {
  readonly digest: Digest;

  constructor(digest: Digest) {
    super('missing');
    this.digest = digest;
  }
}

function missingOf(error: unknown): Digest | undefined {
  const cause = error instanceof PlimsollError ? error.cause : undefined;
  return cause instanceof MissingDocument ? cause.digest : undefined;
}

function topOf({ images, bases }: Generation): readonly Descriptor[] {
  return [...images, ...bases].map(({ descriptor }) => descriptor);
}
