// Ends the reading of a stream at once when a signal is given, also where the stream itself hangs and does not look at it.
import { throwIfAborted } from '../../oci/layout/check-abort.ts';

/** The same pieces; throws ABORTED as soon as the signal is given, without waiting for the piece that is under way. */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const pieces = source[Symbol.asyncIterator]();
  let wake = (): void => {};
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort);
  try {
    for (;;) {
      throwIfAborted(signal);
      const step = await new Promise<IteratorResult<T> | undefined>((resolve, reject) => {
        wake = () => resolve(undefined);
        pieces.next().then(resolve, reject);
      });
      if (step?.done === true) return;
      if (step !== undefined) yield step.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not awaited: a stream that hangs would hold up whoever gave up on it.
    pieces.return?.().catch(() => {});
  }
}
