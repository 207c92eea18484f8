// What relayering plans with and what comes out: components and the images that hold them go in, layers and their order come out.
// A component is indivisible here: a package, a large file, a folder. The planner never sees bytes.
import type { RelayerLayout } from './planning/relayer-layout.ts';

/** The layers of each image that are not planned: what it alone keeps, and the skeleton of directories on top. */
export const RESERVED_LAYERS = 2;

/** How layers lie on each other: the least changing at the bottom, or the most shared. */
export type LayerOrder = 'stable' | 'popular';

/** Components as columns: row `c` of each is component `c`. Their order means nothing to the plan. */
export interface RelayerComponents {
  /** The hash of the component's canonical content: equal keys are equal bytes, in every fleet. Each key once. */
  readonly keys: readonly string[];
  /** What stays when the content changes (a package's purl without version): a kept layout puts an update where the old version was. */
  readonly names?: readonly string[];
  /** Components of one origin (a source package) change at the same time. Each by itself where this is left out. */
  readonly origins?: readonly string[];
  /** Bytes as shipped, estimated. */
  readonly weights: Float64Array;
  /** Bytes in the tar, as they are on a node. */
  readonly tarBytes: Float64Array;
  /** The chance that it changes in a week, from 0 to 1. */
  readonly changeRates: Float64Array;
  /** The numbers of the images that hold it, ascending, at least one. */
  readonly images: readonly Uint32Array[];
}

/** A fleet, as the planner sees it. */
export interface RelayerInput {
  /** How many images there are. */
  readonly images: number;
  /** What each image is called from one run to the next, so that a kept layout knows it again. Each name once. */
  readonly imageNames?: readonly string[];
  readonly components: RelayerComponents;
}

/** What planning may be told. */
export interface RelayerOptions {
  /** The layers an image may have in all, with those reserved. */
  readonly layers: number;
  readonly order: LayerOrder;
  /** The layout of the run before, which is kept unless a new one is better by more than `replanGain`. */
  readonly previous?: RelayerLayout;
  /** The part of the cost that a new layout must save before the kept one is given up: 0.15. */
  readonly replanGain?: number;
  /** The factors of the cost, where they differ from the default. */
  readonly factors?: Partial<CostFactors>;
}

/** What a byte costs where, against a byte in the registry. */
export interface CostFactors {
  /** A byte on a node that holds the whole fleet. */
  readonly node: number;
  /** A byte that one image's node pulls in a week. */
  readonly pull: number;
  /** A layer: its requests, its tar headers, its folders. */
  readonly layerBytes: number;
}

/** One planned layer: the same blob in every image that has it. */
export interface PlannedLayer {
  /** The hash of its components' keys: equal keys are equal content, in every fleet. */
  readonly key: string;
  /** Numbers of components, ascending. */
  readonly components: Uint32Array;
  /** Numbers of the images that have it, ascending; each holds all of its components. */
  readonly images: Uint32Array;
  readonly weight: number;
  readonly tarBytes: number;
  /** The chance that any of it changes in a week. */
  readonly changeRate: number;
}

/** What a plan costs, term by term, and in all. */
export interface PlanCost {
  /** Each layer once, as shipped. */
  readonly registryBytes: number;
  /** Each layer once, uncompressed. */
  readonly tarBytes: number;
  /** What a node that holds every image keeps: a layer once for each different row of layers below it. */
  readonly nodeBytes: number;
  /** What all images together pull in a week: changed layers, and with `stable` all that lies above one, as classic Docker does. */
  readonly pullBytes: number;
  readonly layers: number;
  /** The sum by the factors. */
  readonly total: number;
}

/** Where a plan comes from: nothing was kept, the layout was kept, or it was given up for a better one. */
export type PlanBasis = 'new' | 'kept' | 'replanned';

/** Layers for each image, their price, and the least that any plan could cost. */
export interface RelayerPlan {
  /** In the fleet's order, bottom first. */
  readonly layers: readonly PlannedLayer[];
  /** The numbers of each image's layers, bottom first: disjoint, together all of its components. */
  readonly imageLayers: readonly Uint32Array[];
  readonly objective: PlanCost;
  /** No plan costs less, in any term, whatever number of layers it has. */
  readonly bound: PlanCost;
  readonly basis: PlanBasis;
  /** The part of the kept layout's cost that a new one would save; undefined where none was given. */
  readonly replanGain: number | undefined;
  /** What the next run is to be told. */
  readonly layout: RelayerLayout;
  /** Elementary steps that planning took: what its time grows with. */
  readonly steps: number;
}
