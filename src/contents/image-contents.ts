// What is known of an image after every layer was read: each layer's facts and the squashed view over them.
import type { Digest } from '../oci/bytes/digest.ts';
import type { Compression } from '../oci/compression/choose-decompressor.ts';
import type { ImageConfig } from '../oci/image/config.ts';
import type { Descriptor } from '../oci/image/descriptor.ts';
import type { Transport } from '../oci/image/image.ts';
import type { LayerFacts } from './facts/layer-facts.ts';
import type { Inventory } from './packages/inventory.ts';
import type { ImageSecrets } from './secrets/image-secrets.ts';
import type { SquashedView } from './view/squashed-view.ts';

// What the config tells of each layer belongs to what is known of an image; the rooms above ask for it here.
export { alignHistory } from '../oci/image/config.ts';

/** One layer as read: its facts, and what its blob ships. */
export interface LayerContents {
  readonly index: number;
  readonly diffId: Digest;
  readonly descriptor: Descriptor | null;
  readonly facts: LayerFacts;
  readonly compression: Compression;
  /** The blob's length as stored. */
  readonly storedBytes: number;
  /** Stored bytes consumed while each entry was read; an estimate of what the entry costs to ship. */
  readonly shipped: Float64Array;
  /** Whether the facts came from the cache. */
  readonly isFromCache: boolean;
}

/** An image and all that is in it. */
export interface ImageContents {
  readonly transport: Transport;
  readonly reference: string;
  readonly digest: Digest;
  /** With its secrets masked, so that any of it may be told. */
  readonly config: ImageConfig;
  /** As it is stored: for comparing only, none of it may be told or kept. */
  readonly storedConfig: ImageConfig;
  readonly annotations: Readonly<Record<string, string>>;
  readonly layers: readonly LayerContents[];
  readonly view: SquashedView;
  readonly inventory: Inventory;
  readonly secrets: ImageSecrets;
  /** How many of the lowest layers belong to the base image; 0 where the base is not known. */
  readonly baseLayerCount: number;
}
