import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asRunes, comparePaths, decodePath, encodePath, isNotUtf8 } from '../../src/context/path-text.ts';

/** Bytes that are UTF-8 in part. */
const arbitraryBytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      fc.string({ unit: 'grapheme', maxLength: 2 }).map((text) => Buffer.from(text)),
      fc.constantFrom(
        [0xed, 0xa0, 0x80],
        [0xc0, 0x80],
        [0xf4, 0x90, 0x80, 0x80],
        [0xe2, 0x82],
        [0xf0, 0x9f, 0x98, 0x80],
      ),
    ),
    { maxLength: 6 },
  )
  .map((parts) => Buffer.concat(parts.map((part) => Buffer.from(part))));

describe('text of paths', () => {
  test('leads back to its bytes', () => {
    fc.assert(
      fc.property(arbitraryBytes, (bytes) => {
        expect(encodePath(decodePath(bytes))).toEqual(bytes);
      }),
    );
  });

  test('sorts as its bytes', () => {
    fc.assert(
      fc.property(arbitraryBytes, arbitraryBytes, (a, b) => {
        expect(Math.sign(comparePaths(decodePath(a), decodePath(b)))).toBe(Buffer.compare(a, b));
      }),
    );
  });

  test('knows what is not UTF-8, and reads it as Go does', () => {
    fc.assert(
      fc.property(arbitraryBytes, (bytes) => {
        const isValid = Buffer.from(bytes.toString('utf8')).equals(bytes);
        expect(isNotUtf8(decodePath(bytes))).toBe(!isValid);
        if (isValid) expect(asRunes(decodePath(bytes))).toBe(bytes.toString('utf8'));
      }),
    );
    expect(asRunes(decodePath(Buffer.from([0x61, 0xff, 0xe2, 0x82])))).toBe('a\uFFFD\uFFFD\uFFFD');
  });
});
