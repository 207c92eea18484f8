import { expect, test } from 'vitest';
import { mapInOrder } from '../../../src/fleet/scan/map-in-order.ts';

const gather = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
};

test('results come in the order of the items, whichever is done first', async () => {
  const turns = [3, 0, 2, 1, 0, 4];
  const work = async (count: number): Promise<number> => {
    for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
    return count;
  };
  expect(await gather(mapInOrder(turns, 3, work))).toEqual(turns);
  expect(await gather(mapInOrder([], 3, work))).toEqual([]);
});

test('no more than the limit are begun before a result is taken', async () => {
  let [begun, taken, most] = [0, 0, 0];
  const items = Array.from({ length: 20 }, (_, i) => i);
  const work = async (item: number): Promise<number> => {
    begun++;
    most = Math.max(most, begun - taken);
    await new Promise((resolve) => setImmediate(resolve));
    return item;
  };
  for await (const item of mapInOrder(items, 4, work)) {
    expect(item).toBe(taken);
    taken++;
  }
  expect([begun, taken, most]).toEqual([20, 20, 4]);
});

test('a failure is thrown in its turn, and what is under way comes to its end', async () => {
  const ended: number[] = [];
  const work = async (item: number): Promise<number> => {
    await new Promise((resolve) => setImmediate(resolve));
    ended.push(item);
    if (item === 1) throw new Error('one fails');
    return item;
  };
  const seen: number[] = [];
  const run = async (): Promise<void> => {
    for await (const item of mapInOrder([0, 1, 2, 3, 4, 5], 3, work)) seen.push(item);
  };
  await expect(run()).rejects.toThrow('one fails');
  expect(seen).toEqual([0]);
  expect(ended.toSorted()).toEqual([0, 1, 2, 3]);
});
