import { describe, expect, it } from 'vitest';
import { createSemaphore } from '../../../src/oci/registry/semaphore.ts';
import { failureOf } from '../../support/image-files.ts';

/** Whether a place can be had at once. */
async function isFree(semaphore: ReturnType<typeof createSemaphore>): Promise<boolean> {
  const controller = new AbortController();
  const place = semaphore.acquire(controller.signal);
  setTimeout(() => controller.abort(), 5);
  try {
    (await place)();
    return true;
  } catch {
    return false;
  }
}

describe('createSemaphore', () => {
  it('gives its places, and each again after it came back', async () => {
    const semaphore = createSemaphore(2);
    const first = await semaphore.acquire(undefined);
    const second = await semaphore.acquire(undefined);
    expect(await isFree(semaphore)).toBe(false);
    first();
    first();
    expect(await isFree(semaphore)).toBe(true);
    const third = await semaphore.acquire(undefined);
    expect(await isFree(semaphore)).toBe(false);
    second();
    third();
    expect(await isFree(semaphore)).toBe(true);
  });

  it('serves those who wait in their order, one for each place', async () => {
    const semaphore = createSemaphore(1);
    const release = await semaphore.acquire(undefined);
    const served: number[] = [];
    const waiting = [1, 2, 3].map(async (number) => {
      const done = await semaphore.acquire(undefined);
      served.push(number);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(served.at(-1)).toBe(number);
      done();
    });
    release();
    await Promise.all(waiting);
    expect(served).toEqual([1, 2, 3]);
    const last = await semaphore.acquire(undefined);
    expect(await isFree(semaphore)).toBe(false);
    last();
  });

  it('loses no place where one who waits gives up', async () => {
    const semaphore = createSemaphore(1);
    const release = await semaphore.acquire(undefined);
    const controller = new AbortController();
    const given = failureOf(semaphore.acquire(controller.signal));
    const next = semaphore.acquire(undefined);
    controller.abort();
    expect((await given).code).toBe('ABORTED');
    release();
    (await next)();
    expect(await isFree(semaphore)).toBe(true);
  });
});
