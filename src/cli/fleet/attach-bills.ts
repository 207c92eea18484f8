// Stores bills of materials beside their images (image-spec manifest.md, `subject`), so that other scanners need not read layers:
// one of the whole image, in the form that Trivy and others look for, and one artifact with the bill of each layer.
import { PlimsollError } from '../../errors.ts';
import { digestBytes } from '../../oci/bytes/digest.ts';
import type { Descriptor } from '../../oci/image/descriptor.ts';
import { descriptorToJson } from '../../oci/image/descriptor-json.ts';
import type { Document, ImageDestination } from '../../oci/image/destination.ts';
import { OCI_MANIFEST } from '../../oci/image/media-types.ts';
import { openDestination } from '../../oci/open-destination.ts';
import { EMPTY_TYPE, storeBytes } from '../../rewrite/store-bytes.ts';

/** The artifact with the bills of all layers, bottom first; each of them is annotated with its layer. */
export const LAYER_BILLS_TYPE = 'application/vnd.plimsoll.layer-sboms.v1';
const LAYER_ANNOTATION = 'io.plimsoll.layer.diffId';

/** What is attached to one image. */
export interface AttachedBills {
  /** The registry's types: `application/vnd.cyclonedx+json` or `application/spdx+json`. */
  readonly mediaType: string;
  readonly image: string;
  readonly layers: readonly { readonly diffId: string; readonly text: string }[];
}

/** Attaches to images of registries; a repository is opened once. */
export class BillAttacher {
  readonly #destinations = new Map<string, Promise<ImageDestination>>();
  readonly #insecure: boolean;
  readonly #signal: AbortSignal;

  constructor(insecure: boolean, signal: AbortSignal) {
    this.#insecure = insecure;
    this.#signal = signal;
  }

  /** Resolves to the digests of the artifacts; the same bills twice are one artifact. */
  async attach(reference: string, manifest: Document, bills: AttachedBills): Promise<readonly string[]> {
    const destination = await this.#open(reference);
    if (destination.attach === undefined)
      throw new PlimsollError('IMAGE_UNSUPPORTED', 'nothing can be attached to images there', {
        subject: reference,
      });
    const { mediaType, bytes } = manifest;
    const subject = { mediaType, digest: digestBytes(bytes), sizeBytes: bytes.length };
    const config = await storeBytes(destination, EMPTY_TYPE, Buffer.from('{}'), this.#signal);
    const whole = await storeBytes(destination, bills.mediaType, Buffer.from(bills.image), this.#signal);
    const layers: object[] = [];
    for (const { diffId, text } of bills.layers) {
      const stored = await storeBytes(destination, bills.mediaType, Buffer.from(text), this.#signal);
      layers.push({ ...descriptorToJson(stored), annotations: { [LAYER_ANNOTATION]: diffId } });
    }
    const attached: string[] = [];
    for (const [artifactType, blobs] of [
      [bills.mediaType, [descriptorToJson(whole)]],
      [LAYER_BILLS_TYPE, layers],
    ] as const)
      attached.push(await this.#attachOne(destination, subject, artifactType, config, blobs));
    return attached;
  }

  /** To be called at the end in any case. */
  async close(): Promise<void> {
    for (const opened of this.#destinations.values()) await opened.then((one) => one.close()).catch(() => {});
  }

  async #attachOne(
    destination: ImageDestination,
    subject: Descriptor,
    artifactType: string,
    config: Descriptor,
    layers: readonly object[],
  ): Promise<string> {
    const manifest = {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      artifactType,
      config: descriptorToJson(config),
      layers,
      subject: descriptorToJson(subject),
    };
    const bytes = Buffer.from(JSON.stringify(manifest));
    const stored = await destination.attach!({ mediaType: OCI_MANIFEST, bytes, subject }, this.#signal);
    return stored.digest;
  }

  #open(reference: string): Promise<ImageDestination> {
    const repository = nameRepository(reference);
    const known = this.#destinations.get(repository);
    if (known !== undefined) return known;
    const opened = openDestination(repository, { insecure: this.#insecure, signal: this.#signal });
    this.#destinations.set(repository, opened);
    return opened;
  }
}

/** `docker://HOST/NAME` without tag and digest. */
function nameRepository(reference: string): string {
  const name = reference.split('@', 1)[0]!;
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}
