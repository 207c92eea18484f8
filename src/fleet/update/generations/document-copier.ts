// Makes sure that one repository has images that lie in others: blobs are mounted where the registry is the same and it does
// so, else copied; each document is put after all that it names.
import { PlimsollError, withSubject } from '../../../errors.ts';
import type { Digest } from '../../../oci/bytes/digest.ts';
import type { Descriptor } from '../../../oci/image/descriptor.ts';
import { parseManifest } from '../../../oci/image/manifest.ts';
import { isIndexType } from '../../../oci/image/media-types.ts';
import { listNamed } from '../../../oci/image/walk-documents.ts';
import { streamBlob } from '../../../oci/registry/blob.ts';
import { fetchDocument } from '../../../oci/registry/manifest.ts';
import { putManifest } from '../../../oci/registry/put-manifest.ts';
import type { Registry } from '../../../oci/registry/registry.ts';
import { hasDocument, isUnreadable, readTagDigest } from '../../../oci/registry/tag-digest.ts';
import { uploadBlob } from '../../../oci/registry/upload-blob.ts';
import { hasBlob } from '../../../oci/registry/upload-session.ts';

/** Indexes in indexes; the spec knows one level, and nothing real has more than two. */
const DEPTH_LIMIT = 4;

/** Copies into one repository. Nothing is done twice, however many images share it. */
export class DocumentCopier {
  /** Bytes of blobs that went over the network, because they could not be mounted. */
  copiedBytes = 0;
  readonly #target: Registry;
  readonly #signal: AbortSignal;
  readonly #tagOf: ((digest: Digest) => string) | undefined;
  readonly #documents = new Map<Digest, Promise<void>>();
  readonly #blobs = new Map<Digest, Promise<void>>();

  /** `tagOf` gives each document a tag of its own. */
  constructor(target: Registry, signal: AbortSignal, tagOf?: (digest: Digest) => string) {
    this.#target = target;
    this.#signal = signal;
    this.#tagOf = tagOf;
  }

  /** Resolves when the target has the document and all it names; throws what reading and writing throw. */
  ensure(source: Registry, descriptor: Descriptor, depth = 0): Promise<void> {
    const { digest } = descriptor;
    if (depth > DEPTH_LIMIT)
      throw new PlimsollError('IMAGE_INVALID', 'indexes lie in each other without end', { subject: digest });
    const known = this.#documents.get(digest);
    if (known !== undefined) return known;
    const copying = this.#copyDocument(source, descriptor, depth);
    this.#documents.set(digest, copying);
    copying.catch(() => this.#documents.delete(digest));
    return copying;
  }

  async #copyDocument(source: Registry, descriptor: Descriptor, depth: number): Promise<void> {
    const { digest, mediaType } = descriptor;
    const isThere = await orMissing(hasDocument(this.#target, digest, this.#signal));
    const isKept = isThere && (await this.#isTagged(digest));
    // What came to the repository as a part of something else may have children without tags of their own.
    if (isKept && (this.#tagOf === undefined || !isIndexType(mediaType))) return;
    const bytes = await fetchDocument(isThere ? this.#target : source, descriptor, this.#signal);
    const document = parseManifest(bytes, mediaType === '' ? undefined : mediaType, `the manifest ${digest}`);
    const { documents, blobs } = listNamed(document);
    // One after the other: many images are on their way already, and sequence keeps each of them simple.
    for (const child of documents) await this.ensure(source, child, depth + 1);
    if (isKept) return;
    if (!isThere) for (const blob of blobs) await this.#copyBlob(source, blob);
    const stored = { mediaType: document.mediaType, bytes };
    await putManifest(this.#target, stored, this.#tagOf?.(digest), this.#signal);
  }

  async #isTagged(digest: Digest): Promise<boolean> {
    if (this.#tagOf === undefined) return true;
    const tagged = readTagDigest(this.#target, this.#tagOf(digest), this.#signal);
    return orMissing(tagged.then((found) => found === digest));
  }

  #copyBlob(source: Registry, blob: Descriptor): Promise<void> {
    const known = this.#blobs.get(blob.digest);
    if (known !== undefined) return known;
    const copying = this.#sendBlob(source, blob);
    this.#blobs.set(blob.digest, copying);
    copying.catch(() => this.#blobs.delete(blob.digest));
    return copying;
  }

  async #sendBlob(source: Registry, descriptor: Descriptor): Promise<void> {
    const { mediaType, digest, sizeBytes } = descriptor;
    const what = `the blob ${digest}`;
    if (source === this.#target) {
      if (await hasBlob(this.#target, digest, what, this.#signal)) return;
      throw new PlimsollError('IMAGE_INVALID', `the image is not whole: ${digest} is not there`);
    }
    const { host, repository } = source.reference;
    const copier = this;
    async function* open(signal: AbortSignal): AsyncGenerator<Uint8Array> {
      for await (const piece of streamBlob(source, { descriptor, from: `blobs/${digest}`, what, signal })) {
        copier.copiedBytes += piece.byteLength;
        yield piece;
      }
    }
    try {
      const blob = { mediaType, digest, sizeBytes, mountFrom: { host, repository }, open };
      await uploadBlob(this.#target, blob, this.#signal).catch((error: unknown) => {
        if (!isUnreadable(error)) throw error;
        // Without its size it is sent whole, whatever the registry says that it has.
        return uploadBlob(this.#target, { mediaType, digest, open }, this.#signal);
      });
    } catch (error) {
      throw withSubject(error, `${host}/${repository}`);
    }
  }
}

/** What the registry cannot read is put again. */
async function orMissing(found: Promise<boolean>): Promise<boolean> {
  try {
    return await found;
  } catch (error) {
    if (isUnreadable(error)) return false;
    throw error;
  }
}
