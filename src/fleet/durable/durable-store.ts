// Steps that run once by their key, whoever asks and however often, and whose results are remembered: on one machine in a file,
// past one machine in a database. The same tests hold for both.

/** What can be stored: plain JSON. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/** One thing to do once. */
export interface DurableStep {
  /** What it depends on, hashed: a step with the same key is the same step. */
  readonly key: string;
  /** Tells the worker what to do: `make-image`, `scan-layer`. */
  readonly kind: string;
  /** For people. */
  readonly name: string;
  readonly input: Json;
  /** A worker that did the step with this key is asked first, because what it made lies there. */
  readonly near?: string;
  /** How often it is tried in all before it counts as failed; kills are not counted. */
  readonly tries: number;
}

/** How a step ended. */
export type StepOutcome =
  | { readonly kind: 'done'; readonly result: Json; readonly attempts: number }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly attempts: number };

/** What a performer is given beside the step. */
export interface StepContext {
  readonly signal: AbortSignal;
  /** From 1; higher than `tries` only after kills. */
  readonly attempt: number;
}

/** Does one step; what it throws is a failed try. Being killed in the middle must do no harm. */
export type StepPerformer = (step: DurableStep, context: StepContext) => Promise<Json>;

/** What a worker takes. */
export interface WorkOptions {
  /** Steps at the same time. */
  readonly jobs: number;
  /** Which kinds of steps. */
  readonly kinds: readonly string[];
  readonly signal: AbortSignal;
  /** Names the worker in records; unique among those that run. */
  readonly name: string;
  /** Called after each try. */
  readonly onOutcome?: (step: DurableStep, outcome: StepOutcome) => void;
}

/** The store. All it throws is a PlimsollError. */
export interface DurableStore {
  readonly kind: 'sqlite' | 'postgres';
  /**
   * The outcome of the step: from the record where it is done, else once a worker (of this process or another) has ended it.
   * A failed step of an earlier run (another `runId`) is tried again.
   */
  runOnce(runId: string, step: DurableStep, signal: AbortSignal): Promise<StepOutcome>;
  /** Performs steps until the signal comes; then lets go of what is under way, for others to take over. */
  work(perform: StepPerformer, options: WorkOptions): Promise<void>;
  /** The result of a step that is done, without asking for it. */
  findResult(key: string): Promise<Json | undefined>;
  /** A small document under a name, with the version to hand back. */
  readDocument(name: string): Promise<{ readonly value: Json; readonly version: number } | undefined>;
  /** Stores it only where its version is still the one that was read (0 for a new one); tells whether it did. */
  writeDocument(name: string, value: Json, version: number): Promise<boolean>;
  close(): Promise<void>;
}
