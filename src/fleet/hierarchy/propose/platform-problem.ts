// What is asked when platform images are proposed, as plain numbers: images, what each holds, and what things cost. The model
// is told in docs/decisions/fleet-propose.md.

/** Something that is in images and that a platform image could hold for them: a package, a large file, the rest of a layer. */
export interface ProblemItem {
  readonly key: string;
  /** As shipped. */
  readonly bytes: number;
  /** The chance that it changes within a week, from 0 to 1. */
  readonly changeRate: number;
  /** Whether it may never be brought to a production image that does not have it. */
  readonly isForbidden: boolean;
  /** Items that have to be there before it; every image that has it has them too. */
  readonly requires: readonly number[];
}

/** An image of the fleet. */
export interface ProblemImage {
  readonly name: string;
  readonly isProduction: boolean;
  /** Positions in the items, rising. */
  readonly items: Uint32Array;
  /** What lies in the layer of its packages beside the items, and changes with them: package databases, small files. */
  readonly restBytes: number;
  /** What is its own whatever is proposed: its application. Its layer comes last. */
  readonly ownBytes: number;
  /** The chance that the application changes within a week. */
  readonly ownRate: number;
}

/** Images that could stand on each other: one distribution, one architecture, one base. */
export interface PlatformProblem {
  readonly images: readonly ProblemImage[];
  readonly items: readonly ProblemItem[];
  /** The base image that all of them stand on, and stay on. */
  readonly groundBytes: number;
  readonly groundRate: number;
}

/** What counts how much. */
export interface CostModel {
  /** How many nodes run images. */
  readonly nodes: number;
  /** How many images of the fleet one node runs on average. */
  readonly imagesPerNode: number;
  /** How many weeks of updates count as much as what is stored today: as long as old images are kept. */
  readonly weeks: number;
  /** What a byte costs that an image carries without need; a byte in the registry costs 1. */
  readonly extraWeight: number;
  /** What a further platform image costs to keep, as bytes. */
  readonly platformBytes: number;
  readonly platformLimit: number;
}

/** The usual prices. */
export const DEFAULT_COST_MODEL: CostModel = {
  nodes: 1,
  imagesPerNode: 25,
  weeks: 4,
  extraWeight: 1,
  platformBytes: 5_000_000,
  platformLimit: 64,
};

/** The platform images of an answer; a parent stands before its children. */
export interface PlatformPlan {
  readonly platforms: readonly {
    /** Position in `platforms`; -1 for the base image. */
    readonly parent: number;
    /** What it adds to its parent, rising. */
    readonly items: Uint32Array;
  }[];
  /** For each image the platform that it stands on; -1 for the base image. */
  readonly imageParents: Int32Array;
}
