// What a fleet costs, as plain data. Two views: a registry keeps compressed blobs, each digest once; a node keeps unpacked
// layers, each chainId once.

import type { LayerUsers } from './layer-users.ts';

/** Bytes of one view. */
export interface Amount {
  /** Null where a layer's size is not known. */
  readonly bytes: number | null;
  /** The same as `bytes` where that is known. */
  readonly estimateBytes: number;
  /** Why it is an estimate, and by what; undefined where it is exact. */
  readonly basis: string | undefined;
}

/** The whole fleet, its images, and its layers. */
export interface FleetStorage {
  readonly at: string | undefined;
  readonly imageCount: number;
  readonly layerCount: number;
  /** Layers of all images, each image's own counted: what `layerCount` would be without sharing. */
  readonly layerUses: number;
  /** Registry: what all images would take if nothing were shared; also what the fleet takes once every image is squashed. */
  readonly naive: Amount;
  /** Registry: each blob of a layer once. */
  readonly unique: Amount;
  /** Registry: manifests, indexes and configs, each once; null where the fleet's source did not tell of all images. */
  readonly documentBytes: number | null;
  /** Node: files of all images, each chainId once. */
  readonly node: Amount;
  /** Node: the same with blocks and folders, as overlay2 keeps them. */
  readonly nodeDisk: Amount;
  readonly chainCount: number;
  /** Registry: what squashing one image alone adds. */
  readonly singleSquash: SingleSquash;
  readonly images: readonly ImageStorage[];
  readonly layers: LayerStorage;
}

/** What squashing one image does to the fleet, image by image, before any file goes. */
export interface SingleSquash {
  /** Images whose squashing adds bytes: those that share any. */
  readonly addingCount: number;
  readonly medianBytes: number;
  readonly mostBytes: number;
}

/** One image; `bytes` is `ownBytes` and `sharedBytes`. */
export interface ImageStorage {
  readonly name: string;
  readonly layerCount: number;
  /** Registry: its blobs, each once. */
  readonly bytes: number;
  /** Registry: blobs of layers that no other image has. */
  readonly ownBytes: number;
  /** Registry: blobs of layers that others have too; also what squashing this image alone adds. */
  readonly sharedBytes: number;
  /** Registry: what deleting it would free: its own layers, and its manifest and config where no other has them. */
  readonly marginalBytes: number;
  /** Registry: its part of the bill, a layer's bytes divided by its users; all parts add up to `unique`. */
  readonly partBytes: number;
  /** Node: what removing it would free. */
  readonly nodeMarginalBytes: number;
}

/** The layers in use, as columns. */
export interface LayerStorage {
  /** Numbers into the snapshot's layers, rising; all other columns go by those numbers. */
  readonly used: Uint32Array;
  readonly shippedBytes: Float64Array;
  readonly entryBytes: Float64Array;
  /** How often a node keeps it when it has all images; 0 where it is an earlier layer in another compression. */
  readonly copies: Uint32Array;
  readonly users: LayerUsers;
}
