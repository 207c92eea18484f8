import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteWindows } from '../../../src/contents/elf/byte-windows.ts';

const FILE = Buffer.from(Array.from({ length: 500 }, (_, i) => i % 251));

describe('windows of a stream', () => {
  test('keep what was asked for, once, and can be read across', () => {
    const windows = new ByteWindows(1000);
    windows.want(10, 20);
    windows.want(15, 40);
    windows.want(0, 12);
    windows.want(60, 70);
    windows.push(FILE.subarray(0, 100));
    expect(windows.capturedBytes).toBe(50);
    expect(windows.read(0, 40)).toEqual(FILE.subarray(0, 40));
    expect(windows.read(39, 2)).toBeUndefined();
    expect(windows.read(60, 10)).toEqual(FILE.subarray(60, 70));
    expect(windows.readUpTo(65, 100)).toEqual(FILE.subarray(65, 70));
    expect(windows.readUpTo(45, 10)).toHaveLength(0);
    expect(windows.readParts(5, 60).map(({ offset, bytes }) => [offset, bytes.length])).toEqual([
      [5, 35],
      [60, 5],
    ]);
  });

  test('keep nothing that has passed, and no more than the limit', () => {
    const windows = new ByteWindows(30);
    windows.want(0, 10);
    windows.push(FILE.subarray(0, 50));
    windows.want(40, 90);
    windows.push(FILE.subarray(50));
    expect(windows.readUpTo(50, 100)).toEqual(FILE.subarray(50, 70));
    expect(windows.capturedBytes).toBe(30);
  });

  test('give what was asked for before it passed, whatever the pieces and the ranges', () => {
    const range = fc
      .tuple(fc.nat(550), fc.nat(120))
      .map(([offset, length]) => ({ offset, end: offset + length }));
    const step = fc.record({
      ranges: fc.array(range, { maxLength: 4 }),
      pieceBytes: fc.nat(90),
      isHole: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const windows = new ByteWindows(10_000);
        const file = Buffer.from(FILE);
        const isKept = new Uint8Array(700);
        let position = 0;
        for (const { ranges, pieceBytes, isHole } of steps) {
          for (const { offset, end } of ranges) {
            windows.want(offset, end);
            if (end > position) isKept.fill(1, Math.max(offset, position), end);
          }
          const end = Math.min(file.length, position + pieceBytes);
          if (isHole) windows.pushZeros(file.fill(0, position, end) && end - position);
          else windows.push(file.subarray(position, end));
          position = end;
          expect(windows.position).toBe(position);
        }
        for (let at = 0; at < position; at++)
          expect(windows.readUpTo(at, 1)).toEqual(isKept[at] ? file.subarray(at, at + 1) : Buffer.alloc(0));
      }),
      { numRuns: 300 },
    );
  });

  test('pass a hole without walking through it', () => {
    const windows = new ByteWindows(100);
    windows.want(2 ** 50, 2 ** 50 + 4);
    windows.pushZeros(2 ** 51);
    expect(windows.read(2 ** 50, 4)).toEqual(Buffer.alloc(4));
  });
});
