// When to try again, and after which pause (RFC 9110, 10.2.3 `Retry-After`).
import { PlimsollError } from '../../errors.ts';
import { aborted, BusyAnswer, isHang, isTransient } from './network-error.ts';
import type { RegistrySettings } from './settings.ts';

/** A hang has cost its whole time limit already, so it is forgiven once only. */
const HANG_TRIES = 2;

/** The patience with one request or one transfer. */
export interface Patience {
  /** Waits where another attempt makes sense, and throws the error where none does. */
  waitAfter(error: unknown, isUnderWay?: boolean): Promise<void>;
  /** Forgets the failures so far, because the transfer moved on. */
  renew(): void;
}

/** What patience needs to know of the run. */
export interface PatienceOptions {
  readonly settings: RegistrySettings;
  readonly signal: AbortSignal | undefined;
  readonly onNotice: ((line: string) => void) | undefined;
}

/** Full patience: a few attempts, with pauses that double, spread at random so that clients do not march in step. */
export function createPatience({ settings, signal, onNotice }: PatienceOptions): Patience {
  let failures = 0;
  let hangs = 0;
  return {
    renew: () => {
      failures = 0;
      hangs = 0;
    },
    waitAfter: async (error, isUnderWay) => {
      if (!isTransient(error, isUnderWay) || signal?.aborted === true) throw error;
      failures += 1;
      if (isHang(error)) hangs += 1;
      if (failures >= settings.tries || hangs >= HANG_TRIES) throw error;
      const asked = retryAfterOf(error);
      if (asked !== undefined && asked > settings.retryAfterLimitMs) throw tooLong(error, asked);
      const longest = Math.min(settings.firstPauseMs * 2 ** (failures - 1), settings.longestPauseMs);
      const pause = asked ?? longest * (0.5 + Math.random() / 2);
      if (pause >= 3000) onNotice?.(`waiting ${Math.round(pause / 1000)} s: ${(error as Error).message}`);
      try {
        await settings.delay(pause, signal);
      } catch {
        throw aborted(signal);
      }
    },
  };
}

/** Makes attempts until one succeeds or patience ends. */
export async function attemptPatiently<T>(options: PatienceOptions, attempt: () => Promise<T>): Promise<T> {
  const patience = createPatience(options);
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      await patience.waitAfter(error);
    }
  }
}

/** Reads a Retry-After header: seconds, or a date; undefined where it is neither. */
export function parseRetryAfter(header: string | undefined, nowMs: number = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = /^[A-Za-z]{3}/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

function retryAfterOf(error: unknown): number | undefined {
  return error instanceof PlimsollError && error.cause instanceof BusyAnswer
    ? error.cause.retryAfterMs
    : undefined;
}

function tooLong(error: unknown, askedMs: number): unknown {
  if (!(error instanceof PlimsollError)) return error;
  return new PlimsollError(error.code, error.message, {
    hint: `It asks to wait ${Math.ceil(askedMs / 1000)} seconds; try again then.`,
    cause: error.cause,
  });
}
