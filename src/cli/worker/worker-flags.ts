// The options of `plimsoll worker`, as commander hands them over.

/** Those of `worker`. */
export interface WorkerFlags {
  readonly database?: string;
  readonly jobs: number;
  readonly name?: string;
  readonly kinds?: readonly string[];
  readonly listen?: string;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly cacheDir?: string;
  readonly cache: boolean;
}
