// One way to stop: every long read asks this between its steps.
import { PlimsollError } from '../../errors.ts';

/** Throws ABORTED where the signal has been given. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw new PlimsollError('ABORTED', 'the run was stopped', { cause: signal.reason });
}
