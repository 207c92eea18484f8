// What was promised of a rewritten image and what was found when it was read back, as plain data. It names digests alone, so
// that the same rewrite has the same certificate wherever it is done.
import type { Digest } from '../../oci/bytes/digest.ts';
import type { ShownDifference } from './compare-shown.ts';

/** What the rewrite was to do. */
export type Operation = SquashOperation | RebaseOperation | TrimOperation | RelayerOperation;

/** Layers made one. */
export interface SquashOperation {
  readonly kind: 'squash';
  /** How many of the lowest layers stayed as they were. */
  readonly keptLayers: number;
}

/** The application's layers put on another base. */
export interface RebaseOperation {
  readonly kind: 'rebase';
  /** All layers of the result: none of them was to hide nothing. */
  readonly keptLayers: number;
  /** How many of the input's lowest layers were the old base's. */
  readonly oldBaseLayers: number;
  /** The new base's manifest, or its config where its place has no manifest. */
  readonly newBase: Digest;
  readonly verdict: 'proven' | 'checked' | 'conflict';
}

/** Paths and packages taken out of the layers that held them. */
export interface TrimOperation {
  readonly kind: 'trim';
  /** All layers of the result, likewise. */
  readonly keptLayers: number;
  /** How many layers are the input's own blobs. */
  readonly untouchedLayers: number;
  /** How many of the lowest layers were not to be touched. */
  readonly leftAloneLayers: number;
  readonly removedPaths: number;
  /** `name version`. */
  readonly removedPackages: readonly string[];
}

/** All layers made anew, so that images share what they have alike. */
export interface RelayerOperation {
  readonly kind: 'relayer';
  /** None. */
  readonly keptLayers: 0;
  /** Times of files later than this (RFC 3339) were set to it; null where all times stayed. */
  readonly clampedTo: string | null;
  /** How many files got another time by that. */
  readonly clampedFiles: number;
}

/** One way of applying layers, compared path by path. */
export interface ShownCheck {
  readonly pathCount: number;
  readonly differenceCount: number;
  /** The first of them. */
  readonly differences: readonly ShownDifference[];
}

/** A file that no one sees and that is shipped all the same, since its layer stayed. */
export interface ShippedFile {
  readonly path: string;
  readonly layer: number;
  readonly sizeBytes: number;
}

/** What was found. */
export interface ProofChecks {
  /** Layer onto layer, as the spec has it. */
  readonly merged: ShownCheck;
  /** Each layer alone, then an overlay file system; without the root's own attributes, which it takes from no layer. */
  readonly overlay: ShownCheck;
  /** Layers that cannot be unpacked alone. */
  readonly refusedLayers: readonly number[];
  /**
   * Entries of new layers that do not show, and their bytes: none, or the rewrite failed. A folder that a layer above has
   * again is none of them: a layer of several images states the folders that it needs.
   */
  readonly hiddenInNewLayers: { readonly entryCount: number; readonly sizeBytes: number };
  /** Marks in new layers that hide what kept layers ship; none where nothing is kept. */
  readonly whiteoutCount: number;
  /** Hidden files of kept layers; the list has the largest. */
  readonly hiddenInKeptLayers: {
    readonly fileCount: number;
    readonly sizeBytes: number;
    readonly files: readonly ShippedFile[];
  };
}

/** The certificate of one image of one platform. */
export interface Certificate {
  readonly kind: 'plimsoll-certificate';
  readonly version: 1;
  readonly program: string;
  readonly operation: Operation;
  readonly platform: string;
  readonly input: { readonly digest: Digest; readonly layers: readonly Digest[] };
  readonly result: {
    readonly manifest: Digest;
    readonly config: Digest;
    readonly layers: readonly {
      readonly diffId: Digest;
      readonly digest: Digest;
      readonly isKept: boolean;
    }[];
  };
  readonly checks: ProofChecks;
  readonly verdict: 'proven' | 'failed';
}

/** The media type of a certificate that is stored beside its image. */
export const CERTIFICATE_TYPE = 'application/vnd.plimsoll.certificate.v1+json';
