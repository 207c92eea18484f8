// What an update would do, and why, before anything is done.

/** One step of the way from an image down to what changed: `app because tools because debian:bookworm-slim A -> B`. */
export interface ReasonStep {
  /** An image's id, an external reference, or a file. */
  readonly subject: string;
  readonly kind:
    | 'base-changed'
    | 'files-changed'
    | 'ignore-file-changed'
    | 'dockerfile-changed'
    | 'front-end-changed'
    | 'target-changed'
    | 'arguments-changed'
    | 'secrets-changed'
    | 'named-context-changed'
    | 'definition-changed'
    | 'source-changed'
    | 'never-built'
    | 'key-changed'
    | 'refresh-due'
    | 'packages-changed'
    | 'forced'
    /** It was asked what this would change. */
    | 'assumed'
    /** The image itself, or one below it, whose reason is the next step. */
    | 'parent'
    /** So many images of a very long way, left out; the number is the subject. */
    | 'between';
  readonly before?: string;
  readonly after?: string;
}

/** From the image itself down to the root; at least one step. */
export type ReasonChain = readonly ReasonStep[];

/** What it is likely to cost, from earlier runs; null where nothing is known. */
export interface StepCost {
  /** As long as it took the last time. */
  readonly seconds: number | null;
  readonly pushedBytes: number | null;
  /** What a node must pull that has the image of before. */
  readonly pulledBytes: number | null;
}

/** What happens to one image for one platform: `rebase` is tried first and rebuilt where it is not proven. */
export type PlannedAction = 'leave' | 'rebase' | 'rebuild';

/** One image of the plan, for one platform. */
export interface PlannedImage {
  /** The image's id. */
  readonly id: string;
  readonly platform: string;
  readonly action: PlannedAction;
  /** One chain for each thing that changed, the shortest for each; empty for `leave`. */
  readonly because: readonly ReasonChain[];
  /** Whether more changed than `because` tells. */
  readonly hasMoreReasons: boolean;
  /** Whether the engine's cache must not be used: packages changed without any file changing. */
  readonly noCache: boolean;
  /** From 0; all of a wave stand on earlier waves only. -1 for `leave`. */
  readonly wave: number;
  readonly cost: StepCost;
}

/** What the plan could not find out. */
export interface PlanFinding {
  readonly kind: 'unresolved-base' | 'unreadable-image' | 'graph';
  /** A reference, an image's id or a file. */
  readonly subject: string;
  readonly message: string;
  readonly line?: number;
  /** Ids of the images that it concerns, sorted. */
  readonly images: readonly string[];
}

/** The whole plan, in dependency order. */
export interface UpdatePlan {
  readonly kind: 'update-plan';
  readonly images: readonly PlannedImage[];
  /** How many waves there are. */
  readonly waves: number;
  readonly findings: readonly PlanFinding[];
}
