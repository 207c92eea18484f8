// A fleet as plain data: images as stacks of layers, and each layer once. Layers are numbers here, so that 100,000 images with
// 1,000,000 layers fit in 2 GB. Its file form is schema/fleet-snapshot.json.
import type { Digest } from '../../oci/bytes/digest.ts';
import type { Platform } from '../../oci/image/descriptor.ts';

/** The images of a fleet at one moment. */
export interface FleetSnapshot {
  readonly kind: 'fleet-snapshot';
  /** When it was taken, ISO 8601; undefined where nobody said. */
  readonly at: string | undefined;
  /** Sorted as they were given; no two have one name. */
  readonly images: readonly FleetImage[];
  readonly layers: FleetLayers;
}

/** Each layer of a fleet once, as columns by its number. Two layers have one digest only where they are one. */
export interface FleetLayers {
  readonly count: number;
  /** Digests of the blobs as stored; the diffId where the place has no blobs (an engine's). */
  readonly digests: readonly Digest[];
  /** Bytes as stored in a registry; NaN where not known. */
  readonly shippedBytes: Float64Array;
  /** As configs claim them. */
  readonly diffIds: readonly (Digest | undefined)[];
  /** The sum of the sizes of its regular files (as the facts have it); NaN where not known. */
  readonly entryBytes: Float64Array;
  /** What its folder takes on a node's disk, blocks and folders counted; NaN where not known. */
  readonly diskBytes?: Float64Array;
  /** About the bytes of its plain tar, where only the place that it lies in could tell; NaN where not known. */
  readonly plainBytes?: Float64Array;
}

/** One image for one platform. */
export interface FleetImage {
  /** Unique in its fleet, as a user types it: `REPOSITORY:TAG`, with the platform or digest behind it where that is not unique. */
  readonly name: string;
  readonly repository: string;
  readonly tags: readonly string[];
  /** The manifest's, or the image id where there is no manifest. */
  readonly digest: Digest | undefined;
  readonly platform: Platform;
  /** The system inside, as its makers call it: `noble`, `alpine3.23`; not the platform's `os.version`. */
  readonly osVersion: string | undefined;
  /** ISO 8601. */
  readonly created: string | undefined;
  /** The image it was built on: a name, a digest, or both (`NAME@DIGEST`). */
  readonly base: string | undefined;
  /** The Dockerfile it was built from, as a path from wherever Dockerfiles are kept. */
  readonly dockerfile: string | undefined;
  /** Numbers into `FleetLayers`, bottom first. */
  readonly layers: Uint32Array;
  /** With its transport, and without a tag that may move: what `openImage` finds it by again; not there where nobody can. */
  readonly reference?: string;
  /** The manifest, the config, and the indexes above them; not there where not known. */
  readonly documents?: readonly FleetDocument[];
}

/** A small blob beside the layers. */
export interface FleetDocument {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** The same fleet at several moments, oldest first; an image that did not change is the same object in all of them. */
export interface FleetHistory {
  readonly kind: 'fleet-history';
  readonly layers: FleetLayers;
  readonly moments: readonly FleetMoment[];
}

/** The images of a fleet's history at one moment. */
export interface FleetMoment {
  readonly at: string;
  readonly images: readonly FleetImage[];
}
