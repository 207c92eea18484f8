// Reads an opened image whole: facts of each unique layer from the cache or by one pass, then the squashed view.
import type { OpenedImage } from '../oci/image/image.ts';
import type { FactsCache } from './cache/facts-cache.ts';
import type { ImageContents } from './image-contents.ts';

/** How far the reading is, for a progress line. */
export interface ReadProgress {
  readonly layersDone: number;
  readonly layersTotal: number;
  /** Stored bytes read so far, and of how many; null where a place does not tell. */
  readonly storedBytesDone: number;
  readonly storedBytesTotal: number | null;
}

/** How to read an image. */
export interface ReadOptions {
  /** Where facts are kept between runs; none where it is not given. */
  readonly cache?: FactsCache;
  /** Reads every layer again and compares blob digests too. */
  readonly verify?: boolean;
  /** Worker threads at most; the number of processors (at most 8) where it is not given, 0 for none. */
  readonly workers?: number;
  /** How many of the lowest layers belong to the base image. */
  readonly baseLayerCount?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** Reads an image's layers; throws the first error of any of them, naming the layer. */
export async function readImage(_image: OpenedImage, _options: ReadOptions = {}): Promise<ImageContents> {
  throw new Error('being written');
}
