// An image as its place stores it, byte for byte: for whoever writes it to another place, whole or changed.
import type { Digest } from '../bytes/digest.ts';
import type { Descriptor } from './descriptor.ts';
import type { OpenedImage } from './image.ts';

/** A manifest or an index with the descriptor that led to it. */
export interface StoredDocument extends Descriptor {
  readonly bytes: Uint8Array;
}

/** The documents of an opened image, and the way to all else that they name. */
export interface StoredImage {
  /** What led to the manifest: the outermost index first, the manifest itself last. */
  readonly documents: readonly StoredDocument[];
  /** A manifest or an index, proven against the descriptor. */
  readDocument(descriptor: Descriptor, signal?: AbortSignal): Promise<Uint8Array>;
  /** The stored bytes of a blob; whoever takes them compares them with the descriptor. */
  openBlob(descriptor: Descriptor, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** What the place has that speaks of an image by its digest, by names that users know; only where it can be asked. */
  listAttached?(digest: Digest, signal: AbortSignal): Promise<readonly string[]>;
  /** The image of another manifest; closing the first image closes it too. */
  openImage(descriptor: Descriptor): Promise<OpenedImage>;
}
