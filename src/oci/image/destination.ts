// Where an image is written to. Each place takes blobs first and shows the image last: before `commit` nothing is visible
// under a good name, after it the whole image is.
import type { Digest } from '../bytes/digest.ts';
import type { Descriptor } from './descriptor.ts';
import type { LayerSource, Transport } from './image.ts';

/** Another repository of a registry, which may have a blob that can be mounted. */
export interface RepositoryName {
  /** As a reference has it; mounting works within one host only. */
  readonly host: string;
  readonly repository: string;
}

/** What was written of a blob so far, and can be read where it lies. */
export interface WrittenRange {
  readonly path: string;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/** A blob to be stored. */
export interface BlobSource {
  readonly mediaType: string;
  /** Where it is known, the bytes are compared with it, and a blob that is there already is not read at all. */
  readonly digest?: Digest;
  readonly sizeBytes?: number;
  /** Where the blob may be had without sending it. */
  readonly mountFrom?: RepositoryName;
  /** Told what the bytes were once the last one was read, before the place has made a blob of them. */
  readonly onRead?: (read: { readonly digest: Digest; readonly sizeBytes: number }) => void;
  /** Told, by places that write blobs to files, how far a new blob has come. */
  readonly onStored?: (range: WrittenRange) => void;
  /** The stored bytes. Called again where a transfer cannot be taken up, and must give the same bytes then. */
  open(signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** A manifest or an index, byte for byte. */
export interface Document {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** An image whose blobs are all stored. */
export interface FinishedImage {
  /** Manifests and nested indexes, each after those that it names; the last one is the image. */
  readonly documents: readonly Document[];
}

/** An artifact that speaks of an image (image-spec manifest.md, `subject`); its blobs are all stored. */
export interface Referrer extends Document {
  /** The manifest or index that it speaks of, as the manifest itself states it. */
  readonly subject: Descriptor;
}

/** The form in which new layers are wanted. */
export type LayerForm = 'plain' | 'gzip';

/** A place that takes one image. */
export interface ImageDestination {
  readonly kind: Transport;
  /** As a user can type it, with its transport, to read the result. */
  readonly reference: string;
  /** Docker's own archives hold plain layers; a compressed layer is inflated by `writeBlob` there, and named anew. */
  readonly layerForm: LayerForm;
  /** False where only one manifest of one platform can be written. */
  readonly takesIndexes: boolean;
  /** The blob that images at the destination have for a layer, so that it need not be made again. */
  findLayer(diffId: Digest, signal: AbortSignal): Promise<Descriptor | undefined>;
  /** Whether the very blob is there, or can be had there without sending it. */
  hasBlob(descriptor: Descriptor, signal: AbortSignal): Promise<boolean>;
  /**
   * Stores a blob and gives its descriptor; several may be under way at once. Throws DIGEST_MISMATCH where the bytes are
   * not those that were promised, DESTINATION_UNWRITABLE, ABORTED, and what the source throws.
   */
  writeBlob(blob: BlobSource, signal: AbortSignal): Promise<Descriptor>;
  /** Where a stored layer is, so that it can be read back before anything is shown. Throws IMAGE_INVALID where it is not. */
  locateBlob(descriptor: Descriptor): Promise<LayerSource['location']>;
  /** Shows the image and gives the descriptor of its last document. Throws IMAGE_INVALID where a blob is missing. */
  commit(image: FinishedImage, signal: AbortSignal): Promise<Descriptor>;
  /** Adds an artifact about the committed image; only where the place keeps such artifacts. */
  attach?(referrer: Referrer, signal: AbortSignal): Promise<Descriptor>;
  /** To be called at the end in any case; without a commit before it, what was written is removed. */
  close(): Promise<void>;
}

/** How a destination is opened. */
export interface DestinationOptions {
  /** Allows plain http and unchecked certificates for hosts beyond loopback. */
  readonly insecure?: boolean;
  /** Lets an archive file take the place of one that is there. */
  readonly replace?: boolean;
  readonly signal?: AbortSignal;
  /** Told which place a bare name was taken for, and the like; one line each, for stderr. */
  readonly onNotice?: (line: string) => void;
}
