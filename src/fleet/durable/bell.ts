// Wakes all who wait for something that may have changed.

/** Rung whenever anything changed; whoever wakes looks again. */
export class Bell {
  readonly #waiting = new Set<() => void>();

  get hasWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  ring(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  /** Until it rings or the signal comes. */
  wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
