// A database that is stopped and started again, or changes places, is waited for: what failed by that is done again.
import { setTimeout as sleep } from 'node:timers/promises';
import { PlimsollError } from '../../../errors.ts';
import { throwIfAborted } from '../../../oci/layout/check-abort.ts';

/** How long, and how it is called off. */
export interface Patience {
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

const FIRST_MS = 50;
const LONGEST_MS = 5000;

/** Does `work` until it does not fail by the connection; `isAgain` tells that it may have been done already. */
export async function withPatience<Result>(
  work: (isAgain: boolean) => Promise<Result>,
  { patienceMs, signal }: Patience,
): Promise<Result> {
  const untilMs = Date.now() + patienceMs;
  for (let restMs = FIRST_MS; ; restMs = Math.min(restMs * 2, LONGEST_MS)) {
    throwIfAborted(signal);
    try {
      return await work(restMs > FIRST_MS);
    } catch (error) {
      if (!isPassing(error) || Date.now() + restMs > untilMs) throw toPlimsollError(error);
      await sleep(restMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** Whether an error comes of the connection or of others at the same rows, so that the same may go well soon. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof PlimsollError) return false;
  const { code, message } = error as NodeJS.ErrnoException;
  // PostgreSQL's classes (appendix A of its manual): 08 connection, 57P01 to 57P05 the server stops or starts, 53300 too many
  // connections, 40 a conflict with another transaction, 25P03 and 25P04 a session that was ended.
  if (code !== undefined && /^(08...|57P0[1-5]|53300|40001|40P01|25P0[34])$/.test(code)) return true;
  if (code !== undefined && /^(ECONN|EPIPE|ENOENT|ETIMEDOUT|EHOST|ENET|EAI_AGAIN|ENOTFOUND)/.test(code))
    return true;
  if (error instanceof AggregateError) return error.errors.some(isPassing);
  if (error.cause !== undefined) return isPassing(error.cause);
  return /connection terminated|connection ended|not queryable|timeout exceeded when trying to connect|socket/i.test(
    message,
  );
}

/** The one error class, whatever the driver threw. */
export function toPlimsollError(error: unknown): unknown {
  if (error instanceof PlimsollError) return error;
  const code = isPassing(error) ? 'DATABASE_UNREACHABLE' : 'DATABASE_REFUSED';
  const told = error instanceof AggregateError ? (error.errors[0] as Error) : (error as Error);
  const message = told.message === '' ? ((told as NodeJS.ErrnoException).code ?? 'no answer') : told.message;
  return new PlimsollError(code, `PostgreSQL says: ${message}`, { cause: error });
}
