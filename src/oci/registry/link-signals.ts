// Several reasons to stop as one signal. AbortSignal.any of Node 20 can be collected before it fires.

/** A signal that follows others until it is unlinked. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Aborts this signal alone. */
  abort(): void;
  unlink(): void;
}

/** Makes a signal that is aborted as soon as one of the others is. */
export function linkSignals(...sources: readonly (AbortSignal | undefined)[]): LinkedSignal {
  const controller = new AbortController();
  const signals = sources.filter((source) => source !== undefined);
  const follow = (): void => controller.abort(signals.find(({ aborted }) => aborted)?.reason);
  for (const source of signals) source.addEventListener('abort', follow, { once: true });
  if (signals.some(({ aborted }) => aborted)) follow();
  return {
    signal: controller.signal,
    abort: () => controller.abort(),
    unlink: () => {
      for (const source of signals) source.removeEventListener('abort', follow);
    },
  };
}
