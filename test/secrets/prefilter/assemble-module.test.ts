import { expect, test } from 'vitest';
import {
  add,
  constant,
  get,
  isLess,
  load,
  makeFunction,
  makeMemory,
  repeat,
  set,
  store,
  when,
} from '../../../src/secrets/prefilter/assemble-module.ts';

test.each([0, 1, 63, 64, 127, 128, 8191, 8192, 65_535, 2 ** 31 - 1, -1, -64, -65, -8192, -(2 ** 31)])(
  'the number %i',
  (value) => {
    expect(makeFunction(makeMemory(1), 0, 0, constant(value))()).toBe(value);
  },
);

test('loops, conditions, memory and offsets that take several bytes', () => {
  const memory = makeMemory(100_000);
  const words = new Int32Array(memory.buffer);
  words.set([5, 7, 0, 11], 70_000 / 4);
  const [AT, SUM] = [0, 1];
  const sum = makeFunction(memory, 1, 1, [
    ...repeat(isLess(get(AT), constant(16)), [
      ...set(SUM, add(get(SUM), load(get(AT), 70_000))),
      ...when(load(get(AT), 70_000), store(get(AT), constant(-3), 80_000)),
      ...set(AT, add(get(AT), constant(4))),
    ]),
    ...get(SUM),
  ]);
  expect(sum(0)).toBe(23);
  expect([...words.subarray(20_000, 20_004)]).toEqual([-3, -3, 0, -3]);
  expect(sum(12)).toBe(11);
});
