// What an update would do, and why, before anything is done.

/** One step of the way from an image down to what changed: `app because tools because debian:bookworm-slim A -> B`. */
export interface ReasonStep {
  /** An image's id, an external reference, or a file. */
  readonly subject: string;
  readonly kind:
    | 'base-changed'
    | 'files-changed'
    | 'dockerfile-changed'
    | 'arguments-changed'
    | 'front-end-changed'
    | 'source-changed'
    | 'never-built'
    | 'refresh-due'
    | 'packages-changed'
    | 'forced'
    | 'parent';
  readonly before?: string;
  readonly after?: string;
}

/** From the image itself down to the root; at least one step. */
export type ReasonChain = readonly ReasonStep[];

/** What it is likely to cost, from earlier runs; null where nothing is known. */
export interface StepCost {
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
  /** One chain for each thing that changed; empty for `leave`. */
  readonly because: readonly ReasonChain[];
  /** Whether the engine's cache must not be used: packages changed without any file changing. */
  readonly noCache: boolean;
  /** From 0; all of a wave stand on earlier waves only. -1 for `leave`. */
  readonly wave: number;
  readonly cost: StepCost;
}

/** The whole plan, in dependency order. */
export interface UpdatePlan {
  readonly kind: 'update-plan';
  readonly images: readonly PlannedImage[];
  /** How many waves there are. */
  readonly waves: number;
}
