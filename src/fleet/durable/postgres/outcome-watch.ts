// Waits for the outcomes of many steps at once: one question to the database for all of them, when it says that one has changed,
// and now and then in case it said so while nobody heard.
import { throwIfAborted } from '../../../oci/layout/check-abort.ts';
import { Bell } from '../bell.ts';
import type { StepOutcome } from '../durable-store.ts';
import { isPassing, toPlimsollError } from './with-patience.ts';

const LOOK_MS = 1000;

/** What is known of steps that have ended. */
type ReadOutcomes = (keys: readonly string[]) => Promise<ReadonlyMap<string, StepOutcome>>;

/** All who wait in this process. */
export class OutcomeWatch {
  readonly #read: ReadOutcomes;
  readonly #bell = new Bell();
  readonly #waiting = new Map<string, number>();
  #found: ReadonlyMap<string, StepOutcome> = new Map();
  #failure: { readonly error: unknown; readonly sinceMs: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #isDue = false;

  constructor(read: ReadOutcomes) {
    this.#read = read;
  }

  /** The step's outcome, once it has one. A database that does not answer for longer than `patienceMs` ends the wait. */
  async wait(key: string, signal: AbortSignal, patienceMs: number): Promise<StepOutcome> {
    this.#waiting.set(key, (this.#waiting.get(key) ?? 0) + 1);
    this.#timer ??= setInterval(() => this.look(), LOOK_MS);
    try {
      this.look();
      for (;;) {
        await this.#bell.wait(signal);
        throwIfAborted(signal);
        const outcome = this.#found.get(key);
        if (outcome !== undefined) return outcome;
        const failure = this.#failure;
        if (failure !== undefined && (!isPassing(failure.error) || Date.now() - failure.sinceMs > patienceMs))
          throw toPlimsollError(failure.error);
      }
    } finally {
      const left = this.#waiting.get(key)! - 1;
      if (left > 0) this.#waiting.set(key, left);
      else this.#waiting.delete(key);
      if (this.#waiting.size === 0) this.close();
    }
  }

  /** Looks, where anybody waits for that step. */
  look(key?: string): void {
    if (key !== undefined && !this.#waiting.has(key)) return;
    this.#isDue = true;
    if (!this.#isLooking) void this.#lookWhileDue();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #lookWhileDue(): Promise<void> {
    this.#isLooking = true;
    while (this.#isDue && this.#waiting.size > 0) {
      this.#isDue = false;
      try {
        this.#found = await this.#read([...this.#waiting.keys()]);
        this.#failure = undefined;
      } catch (error) {
        this.#failure = { error, sinceMs: this.#failure?.sinceMs ?? Date.now() };
      }
      this.#bell.ring();
      // Whoever has been answered leaves before the next question.
      await Promise.resolve();
    }
    this.#isLooking = false;
  }
}
