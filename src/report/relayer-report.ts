// What `plimsoll relayer` tells: what the fleet holds and the least that it could, the layers, each image, and the proofs.
import type { FleetBill } from '../fleet/bill/fleet-bill.ts';
import type { Digest } from '../oci/bytes/digest.ts';
import type { Certificate } from '../rewrite/proof/certificate.ts';
import type { FleetFigures } from '../rewrite/relayer/measure-fleet.ts';
import type { LayerOrder, PlanBasis, PlanCost } from '../rewrite/relayer/relayer-plan.ts';

/** The whole run. */
export interface RelayerReport {
  /** Where the images went, as the user named it; null where nothing was written. */
  readonly output: string | null;
  readonly plan: {
    /** The most layers that an image may have. */
    readonly layers: number;
    readonly order: LayerOrder;
    readonly basis: PlanBasis;
    /** What a new layout would save against the kept one, as a part of its cost; null where there was none. */
    readonly replanGain: number | null;
    /** The planner's estimate of what it chose, and its bound. */
    readonly objective: PlanCost;
    readonly bound: PlanCost;
  };
  readonly figures: FleetFigures;
  /** Null where nothing was written. */
  readonly result: RelayerResult | null;
  /** Layers, those that most images share first; without what is each image's own where nothing was written. */
  readonly layers: readonly RelayeredLayerReport[];
  readonly images: readonly RelayeredImageReport[];
  /** What the fleet pays, where one was named and something was written. */
  readonly fleet?: FleetBill;
}

/** What is there now, each layer once. */
export interface RelayerResult {
  readonly layerCount: number;
  /** How many of the layers were made and sent; the others were there. */
  readonly writtenCount: number;
  /** Null where layers are stored plain. */
  readonly blobBytes: number | null;
  readonly tarBytes: number;
  readonly contentBytes: number;
}

/** One layer. */
export interface RelayeredLayerReport {
  /** Null where nothing was written. */
  readonly diffId: Digest | null;
  readonly contents: string;
  readonly imageCount: number;
  /** As shipped; an estimate where nothing was written. */
  readonly shippedBytes: number;
  readonly tarBytes: number;
}

/** One image of one platform. */
export interface RelayeredImageReport {
  /** The image that was given. */
  readonly source: string;
  readonly platform: string;
  /** Where the result is; null where nothing was written. */
  readonly reference: string | null;
  readonly layerCount: { readonly before: number; readonly after: number };
  /** Layers as they are pulled; null where nothing was written or one side keeps them plain. */
  readonly pullBytes: { readonly before: number; readonly after: number } | null;
  /** Of the new layers, those that no other image of the fleet has; likewise. */
  readonly ownBytes: number | null;
  /** Bytes of its layers before that it did not show. */
  readonly hiddenBytes: number;
  readonly certificate: Certificate | null;
  /** Fields of the config and annotations that no longer held and are gone. */
  readonly dropped: readonly string[];
  /** What of its index was left out. */
  readonly leftOut: readonly string[];
}
