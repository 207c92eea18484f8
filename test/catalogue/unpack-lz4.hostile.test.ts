// LZ4 frames: literals, matches that overlap what they write, stored blocks, and everything damaged or endless.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLz4, unpackLz4 } from '../../src/catalogue/unpack-lz4.ts';
import { packLz4 } from '../support/lz4-frames.ts';

const LIMIT = 1_000_000;

test('what was packed comes back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom('Package: ', 'abab', '\n'), fc.string({ maxLength: 40 })), {
        maxLength: 60,
      }),
      fc.boolean(),
      (parts, isStored) => {
        const content = Buffer.from(parts.join(''));
        const packed = packLz4(content, { isStored });
        expect(isLz4(packed)).toBe(true);
        expect(unpackLz4(packed, LIMIT).equals(content)).toBe(true);
      },
    ),
  );
});

test('long runs, with lengths of several bytes, and frames one after the other', () => {
  const run = Buffer.concat([Buffer.alloc(70_000, 'ab'), Buffer.alloc(300, 'z')]);
  const packed = packLz4(run);
  expect(packed.length).toBeLessThan(1000);
  expect(unpackLz4(Buffer.concat([packed, packed]), LIMIT).equals(Buffer.concat([run, run]))).toBe(true);
});

describe('refused', () => {
  const packed = packLz4(Buffer.from('Package: a\nPackage: a\nPackage: a\n'));
  test('more than the limit, however little is stored', () => {
    const bomb = packLz4(Buffer.alloc(900_000));
    expect(bomb.length).toBeLessThan(6000);
    expect(() => unpackLz4(bomb, 500_000)).toThrow(/more than is allowed/);
  });
  test('a match from before the beginning', () => {
    const block = Buffer.from([0x10, 0x61, 0x09, 0x00, 0x00]);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(block.length);
    expect(() => unpackLz4(Buffer.concat([packed.subarray(0, 7), size, block]), LIMIT)).toThrow(/before/);
  });
  test('anything cut or changed throws in one form, and soon', () => {
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.nat(255), fc.boolean(), (at, byte, isCut) => {
        const damaged = isCut ? packed.subarray(0, at) : Buffer.from(packed);
        if (!isCut) damaged[at] = byte;
        try {
          expect(unpackLz4(damaged, LIMIT).length).toBeLessThanOrEqual(LIMIT);
        } catch (error) {
          expect(error).toMatchObject({ code: 'CATALOGUE_INVALID' });
        }
      }),
    );
  });
});
