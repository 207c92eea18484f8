import { expect, test } from 'vitest';
import { ENTRY_LIMIT } from '../../../src/contents/scan/facts-columns.ts';
import { GrowingColumn } from '../../../src/contents/scan/growing-column.ts';

test('grows by doubling and keeps what it holds', () => {
  const column = new GrowingColumn(Uint32Array, 4);
  for (let i = 0; i < 1000; i++) {
    column.reserve(i + 1);
    column.values[i] = i * 3;
  }
  expect(column.values.length).toBe(1024);
  expect([...column.take(1000)]).toEqual(Array.from({ length: 1000 }, (_, i) => i * 3));
});

test('grows to what is asked for where that is more than double', () => {
  const column = new GrowingColumn(Uint8Array, 4);
  column.reserve(1000);
  expect(column.values.length).toBe(1000);
  column.reserve(10);
  expect(column.values.length).toBe(1000);
});

test('never grows beyond its limit', () => {
  const column = new GrowingColumn(Float64Array, 4, 10);
  column.reserve(5);
  column.reserve(10);
  expect(column.values.length).toBe(10);
  expect(() => column.reserve(11)).toThrow(
    expect.objectContaining({ code: 'LAYER_LIMIT', hint: expect.stringContaining('10') }),
  );
});

test('the limit on entries bounds the columns to less than a gigabyte', () => {
  // Bytes for one entry over all columns of FactsBuilder that have one element for each.
  const entryBytes = 4 + 1 + 1 + 1 + 2 + 4 + 4 + 8 + 8 + 8 + 16 + 4 + 8;
  expect(ENTRY_LIMIT * entryBytes).toBeLessThan(2 ** 30);
});
