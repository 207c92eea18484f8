// A repository of a registry that takes an image: blobs first, then the manifests of children, the tag last.
import { PlimsollError, withSubject } from '../../errors.ts';
import { type Digest, digestBytes } from '../bytes/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type {
  BlobSource,
  DestinationOptions,
  Document,
  FinishedImage,
  ImageDestination,
  Referrer,
} from '../image/destination.ts';
import type { LayerSource } from '../image/image.ts';
import { parseManifest } from '../image/manifest.ts';
import { formatRegistryReference, type RegistryReference } from '../image/reference.ts';
import { listNamed } from '../image/walk-documents.ts';
import { streamLayer } from './layer-stream.ts';
import { listLayersOfTag } from './list-layers.ts';
import { listReferrer } from './list-referrer.ts';
import { putManifest } from './put-manifest.ts';
import { connectRegistry, type Registry } from './registry.ts';
import { createSemaphore, type Semaphore } from './semaphore.ts';
import type { RegistrySettings } from './settings.ts';
import { uploadBlob } from './upload-blob.ts';
import { hasBlob } from './upload-session.ts';

/** Blobs sent at the same time. */
const BLOBS_AT_ONCE = 4;

/** Opens the repository; `settings` are for tests. Throws REFERENCE_INVALID and the REGISTRY codes. */
export async function openRegistryDestination(
  reference: RegistryReference,
  options: DestinationOptions = {},
  settings: Partial<RegistrySettings> = {},
): Promise<ImageDestination> {
  const subject = `docker://${formatRegistryReference(reference)}`;
  if (reference.digest !== undefined)
    throw new PlimsollError('REFERENCE_INVALID', 'an image that is still to be made has no digest yet', {
      subject,
      hint: 'Name a tag: docker://HOST/NAME:TAG.',
    });
  try {
    return new RegistryDestination(await connectRegistry(reference, options, settings, 'pull,push'));
  } catch (error) {
    throw withSubject(error, subject);
  }
}

class RegistryDestination implements ImageDestination {
  readonly kind = 'docker';
  readonly layerForm = 'gzip';
  readonly takesIndexes = true;
  readonly reference: string;
  readonly #registry: Registry;
  readonly #places: Semaphore = createSemaphore(BLOBS_AT_ONCE);
  /** What is known to be there. */
  readonly #stored = new Set<Digest>();
  #layersOfTag: Promise<ReadonlyMap<Digest, Descriptor>> | undefined;
  readonly #underWay = new Map<Digest, Promise<Descriptor>>();

  constructor(registry: Registry) {
    this.#registry = registry;
    this.reference = `docker://${formatRegistryReference(registry.reference)}`;
  }

  async findLayer(diffId: Digest, signal: AbortSignal): Promise<Descriptor | undefined> {
    this.#layersOfTag ??= this.#explain(listLayersOfTag(this.#registry, signal));
    const found = (await this.#layersOfTag).get(diffId);
    return found !== undefined && (await this.hasBlob(found, signal)) ? found : undefined;
  }

  async hasBlob({ digest }: Descriptor, signal: AbortSignal): Promise<boolean> {
    if (this.#stored.has(digest)) return true;
    const isThere = await this.#explain(hasBlob(this.#registry, digest, `the blob ${digest}`, signal));
    if (isThere) this.#stored.add(digest);
    return isThere;
  }

  async writeBlob(blob: BlobSource, signal: AbortSignal): Promise<Descriptor> {
    const { digest } = blob;
    const known = digest === undefined ? undefined : this.#underWay.get(digest);
    // Equal layers are one blob; one that failed is tried again by whoever wants it next.
    if (known !== undefined) return { ...(await known), mediaType: blob.mediaType };
    const writing = this.#write(blob, signal);
    if (digest !== undefined) {
      this.#underWay.set(digest, writing);
      writing.catch(() => this.#underWay.delete(digest));
    }
    return writing;
  }

  async locateBlob(descriptor: Descriptor): Promise<LayerSource['location']> {
    const [registry, places] = [this.#registry, this.#places];
    return {
      kind: 'stream',
      open: (signal) => streamLayer(registry, { descriptor, index: 0, places, signal }),
    };
  }

  async commit(image: FinishedImage, signal: AbortSignal): Promise<Descriptor> {
    const last = image.documents.at(-1);
    if (last === undefined) throw new PlimsollError('INTERNAL', 'an image without a manifest');
    for (const document of image.documents) await this.#requireBlobs(document, image, signal);
    for (const document of image.documents.slice(0, -1))
      await this.#explain(putManifest(this.#registry, document, undefined, signal));
    const tag = this.#registry.reference.tag;
    const { isListed: _, ...descriptor } = await this.#explain(
      putManifest(this.#registry, last, tag, signal),
    );
    return descriptor;
  }

  async attach(referrer: Referrer, signal: AbortSignal): Promise<Descriptor> {
    return this.#explain(
      (async () => {
        const { isListed, ...descriptor } = await putManifest(this.#registry, referrer, undefined, signal);
        if (!isListed) await listReferrer(this.#registry, referrer, signal);
        return descriptor;
      })(),
    );
  }

  async close(): Promise<void> {
    this.#registry.close();
  }

  async #write(blob: BlobSource, signal: AbortSignal): Promise<Descriptor> {
    const release = await this.#places.acquire(signal);
    try {
      const descriptor = await this.#explain(uploadBlob(this.#registry, blob, signal));
      this.#stored.add(descriptor.digest);
      return descriptor;
    } finally {
      release();
    }
  }

  /** Not every registry looks; a manifest must never be there without what it names. */
  async #requireBlobs(
    { bytes, mediaType }: Document,
    image: FinishedImage,
    signal: AbortSignal,
  ): Promise<void> {
    const { documents, blobs } = listNamed(parseManifest(bytes, mediaType, 'the manifest'));
    const own = new Set(image.documents.map((document) => digestBytes(document.bytes)));
    const missing =
      documents.find(({ digest }) => !own.has(digest)) ??
      (await findAsync(blobs, async (blob) => !(await this.hasBlob(blob, signal))));
    if (missing !== undefined)
      throw new PlimsollError('IMAGE_INVALID', `the image is not whole: ${missing.digest} is not there`, {
        subject: this.reference,
      });
  }

  async #explain<T>(step: Promise<T>): Promise<T> {
    try {
      return await step;
    } catch (error) {
      throw withSubject(error, this.reference);
    }
  }
}

async function findAsync<T>(
  items: readonly T[],
  isWanted: (item: T) => Promise<boolean>,
): Promise<T | undefined> {
  for (const item of items) if (await isWanted(item)) return item;
  return undefined;
}
