// At most so many of something at once, first come first served.
import { aborted } from './network-error.ts';

/** Places to be taken and given back. */
export interface Semaphore {
  /** Waits for a place; the result gives it back, once however often it is called. Throws ABORTED. */
  acquire(signal: AbortSignal | undefined): Promise<() => void>;
}

/** Makes a semaphore with a number of places. */
export function createSemaphore(places: number): Semaphore {
  let free = places;
  const waiting = new Set<() => void>();
  const release = (): (() => void) => {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const [next] = waiting;
      if (next === undefined) free += 1;
      else {
        waiting.delete(next);
        next();
      }
    };
  };
  return {
    acquire: (signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(aborted(signal));
        if (free > 0) {
          free -= 1;
          return resolve(release());
        }
        const onAbort = (): void => {
          waiting.delete(take);
          reject(aborted(signal));
        };
        const take = (): void => {
          signal?.removeEventListener('abort', onAbort);
          resolve(release());
        };
        waiting.add(take);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
  };
}
