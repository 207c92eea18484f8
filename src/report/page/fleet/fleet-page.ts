// What the page tells of a fleet: plain data. Images are told by their position in `images`, layers by theirs in `layers`, which
// has only those that an image has now.
import type { Platform } from '../../../oci/image/descriptor.ts';
import type { Column } from '../columns.ts';
import type { FleetPageCheck } from './fleet-page-check.ts';
import type { FleetPageHistory } from './fleet-page-history.ts';

/** Bytes of one view, and why they are an estimate; null where they are exact. */
export interface PageAmount {
  readonly bytes: number;
  readonly basis: string | null;
}

/** The whole fleet: `uniqueBytes` is what a registry stores of layers, `naiveBytes` what it would store without sharing. */
export interface FleetPageSums {
  readonly layerUses: number;
  readonly chainCount: number;
  readonly naive: PageAmount;
  readonly unique: PageAmount;
  /** Manifests, indexes and configs; null where not known. */
  readonly documentBytes: number | null;
  readonly node: PageAmount;
  readonly nodeDisk: PageAmount;
  /** Of `unique`: layers whose content another layer has too; null where layers were not read. */
  readonly repeatedBytes: number | null;
  /** Layers of the exact size of another one: a hint. */
  readonly equalSizes: { readonly layers: number; readonly bytes: number };
}

/** One image: `bytes = ownBytes + sharedBytes`, and all `partBytes` add up to what a registry stores. */
export interface FleetPageImage {
  readonly name: string;
  readonly repository: string;
  readonly tags: readonly string[];
  readonly digest: string | null;
  readonly platform: Platform;
  readonly osVersion: string | null;
  readonly created: string | null;
  /** Bottom first. */
  readonly layers: readonly number[];
  readonly bytes: number;
  readonly ownBytes: number;
  readonly sharedBytes: number;
  readonly marginalBytes: number;
  readonly partBytes: number;
  readonly nodeMarginalBytes: number;
  /** The image that it stands on. */
  readonly parent: number | null;
  /** What tells of the parent. */
  readonly evidence: readonly string[];
  /** Bytes on top of the parent's layers. */
  readonly aboveBytes: number;
  /** Images that stand on it, directly or not. */
  readonly descendants: number;
  /** What it was built on outside the fleet, where that is known. */
  readonly outsideBase: string | null;
}

/** The layers as columns. */
export interface FleetPageLayers {
  readonly count: number;
  readonly digests: readonly string[];
  /** As stored; where `isShippedKnown` is 0, an estimate. */
  readonly shippedBytes: readonly number[];
  readonly isShippedKnown: Column;
  /** Unpacked files; where `isEntryKnown` is 0, an estimate. */
  readonly entryBytes: readonly number[];
  readonly isEntryKnown: Column;
  /** As the place counts them where it could tell no more; null where no layer is told so. */
  readonly plainBytes: readonly (number | null)[] | null;
  /** The first layer that holds the same in another compression, or its own number: a node keeps the two as one. */
  readonly sameAs: Column;
  /** How often a node keeps it that has all images. */
  readonly copies: Column;
  /** The image of the fewest layers that has it, and its place there. */
  readonly homes: readonly number[];
  readonly depths: Column;
  readonly blast: {
    readonly layersAbove: Column;
    readonly pushBytes: readonly number[];
    readonly pullBytes: readonly number[];
  };
  /** Of a history: the moment since which it has been there, and how often its place changed. */
  readonly history: { readonly since: Column; readonly changes: Column } | null;
}

/** Layers of earlier moments, of which estimates are made too: their sums. */
export interface EarlierLayers {
  readonly shippedBytes: number;
  readonly entryBytes: number;
}

/** Images on an older digest of one base. */
export interface FleetPageOlderBase {
  readonly base: string;
  readonly platform: string;
  readonly osVersion: string | null;
  readonly newest: readonly number[];
  readonly older: readonly (readonly number[])[];
  readonly bytes: number;
}

/** Layers that hold the same, or nearly. */
export interface FleetPageSameContent {
  readonly difference: string;
  readonly layers: readonly number[];
  readonly images: number;
  readonly repeatedBytes: number;
  readonly packages: readonly string[];
}

/** All that the page tells of a fleet. */
export interface FleetPage {
  readonly kind: 'fleet-page';
  /** Plimsoll's version. */
  readonly version: string;
  /** As the user named them. */
  readonly sources: readonly string[];
  readonly at: string | null;
  readonly sums: FleetPageSums;
  readonly images: readonly FleetPageImage[];
  readonly layers: FleetPageLayers;
  readonly earlier: EarlierLayers;
  readonly olderBases: readonly FleetPageOlderBase[];
  /** Null where layers were not read. */
  readonly sameContents: readonly FleetPageSameContent[] | null;
  /** Null where only one moment is known. */
  readonly history: FleetPageHistory | null;
  /** Null where nobody checked the images. */
  readonly check: FleetPageCheck | null;
  /** What could not be found out. */
  readonly notes: readonly string[];
}
