import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ElfCapture } from '../../../src/contents/elf/elf-capture.ts';
import type { ElfFacts } from '../../../src/contents/elf/elf-facts.ts';
import { captureElf } from '../../support/capture-elf.ts';
import { type MadeElf, makeElf } from '../../support/elf-files.ts';

const LIBRARY: MadeElf = {
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  soname: 'libx.so.1',
  needed: ['libm.so.6', 'libc.so.6'],
  rpath: '/opt/a',
  runpath: '$ORIGIN/../lib',
  buildId: Buffer.from('00112233445566778899aabbccddeeff01234567', 'hex'),
  unloaded: {
    '.comment': Buffer.from('GCC: (Debian) 12.2.0\0Linker: LLD 14\0GCC: (Debian) 12.2.0\0'),
    '.debug_info': Buffer.alloc(1000, 1),
    '.zdebug_line': Buffer.alloc(500, 1),
    '.gnu_debuglink': Buffer.from('x.debug\0\x01\x02\x03\x04'),
  },
  symbols: Buffer.alloc(240),
  symbolStrings: Buffer.alloc(60),
};

const FACTS: ElfFacts = {
  type: 'shared',
  machine: 'x86_64',
  bits: 64,
  isBigEndian: false,
  isPie: false,
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  soname: 'libx.so.1',
  needed: ['libm.so.6', 'libc.so.6'],
  rpath: '/opt/a',
  runpath: '$ORIGIN/../lib',
  debugBytes: 1500,
  symbolBytes: 300,
  debugLink: 'x.debug',
  buildId: '00112233445566778899aabbccddeeff01234567',
  compilers: ['GCC: (Debian) 12.2.0', 'Linker: LLD 14'],
  packages: [],
  unread: [],
};

describe('a file that streams by', () => {
  const encodings = [true, false].flatMap((is64) =>
    [true, false].map((isBigEndian) => ({ is64, isBigEndian })),
  );

  test.each(encodings)('tells all that it holds: %o', (encoding) => {
    const { facts } = captureElf(makeElf({ ...LIBRARY, ...encoding }));
    expect(facts).toEqual({ ...FACTS, bits: encoding.is64 ? 64 : 32, isBigEndian: encoding.isBigEndian });
  });

  test.each<readonly [what: string, made: MadeElf, facts: Partial<ElfFacts>]>([
    ['strings that patchelf moved', { ...LIBRARY, strings: 'end' }, FACTS],
    ['more sections than a header can count', { ...LIBRARY, isExtended: true }, FACTS],
    [
      'no section headers',
      { ...LIBRARY, hasSections: false },
      { ...FACTS, debugBytes: 0, symbolBytes: 0, debugLink: '', compilers: [] },
    ],
    ['a static executable', { type: 2 }, { type: 'executable', interpreter: '', needed: [], unread: [] }],
    [
      'a static position-independent one',
      { flags1: 0x08000001 },
      { type: 'shared', isPie: true, needed: [] },
    ],
    ['one that is dynamic', { interpreter: '/lib/ld.so', needed: ['libc.so.6'] }, { isPie: true }],
    ['a library', { needed: ['libc.so.6'] }, { isPie: false }],
    [
      'an object',
      { type: 1, unloaded: { '.debug_str': Buffer.alloc(9) } },
      { type: 'object', debugBytes: 9 },
    ],
    [
      'a core dump',
      { type: 4, unloaded: { '.debug_str': Buffer.alloc(9) } },
      { type: 'core', debugBytes: 0 },
    ],
    ['a machine', { machine: 183 }, { machine: 'aarch64' }],
    ['a rare machine', { machine: 999 }, { machine: 'em-999' }],
    ['a type of no name', { type: 0xfe00 }, { type: 'other' }],
  ])('%s', (_, made, facts) => {
    expect(captureElf(makeElf(made)).facts).toMatchObject(facts);
  });

  test('gives the same facts however it is cut', () => {
    const padded = { ...LIBRARY, data: Buffer.alloc(9000, 3) };
    const files = [makeElf(padded), makeElf({ ...padded, strings: 'end' })];
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }),
        (bytes, cuts) => {
          const capture = new ElfCapture();
          expect(capture.start(bytes.subarray(0, cuts[0]), bytes.length)).toBe(true);
          const piece = Buffer.alloc(5000);
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const length = Math.min(cuts[i % cuts.length]!, bytes.length - at);
            bytes.copy(piece, 0, at, at + length);
            capture.push(piece.subarray(0, length));
            piece.fill(0xee);
            at += length;
          }
          expect(capture.finish()).toEqual(FACTS);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('serves one file after another', () => {
    const capture = new ElfCapture();
    const large = makeElf({ ...LIBRARY, data: Buffer.alloc(3_000_000, 7) });
    for (const bytes of [large, makeElf(LIBRARY), large])
      expect(captureElf(bytes, 65536, capture).facts).toEqual(FACTS);
    expect(captureElf(makeElf({ type: 2 }), 65536, capture).facts).toMatchObject({
      soname: '',
      debugBytes: 0,
    });
  });

  test('may have holes', () => {
    const bytes = makeElf({ ...LIBRARY, data: Buffer.alloc(200_000) });
    const capture = new ElfCapture();
    const [from, to] = [10_000, 150_000];
    capture.start(bytes, bytes.length);
    capture.push(bytes.subarray(0, from));
    capture.pushHole(to - from);
    capture.push(bytes.subarray(to));
    expect(capture.finish()).toEqual(FACTS);
  });

  test('keeps little of what is large', () => {
    const bytes = makeElf({ ...LIBRARY, data: Buffer.alloc(40_000_000, 7) });
    const { facts, capturedBytes } = captureElf(bytes);
    expect(facts).toEqual(FACTS);
    expect(capturedBytes).toBeLessThan(1_200_000);
  });
});

describe('a file that is none', () => {
  test.each<readonly [what: string, bytes: Buffer]>([
    ['text', Buffer.from('#!/bin/sh\n'.repeat(99))],
    ['nothing', Buffer.alloc(0)],
    ['the magic number alone', Buffer.from('\x7fELF')],
    ['a header cut short', makeElf(LIBRARY).subarray(0, 60)],
    ['no word size', Buffer.concat([Buffer.from('\x7fELF\x03\x01'), Buffer.alloc(100)])],
    ['no byte order', Buffer.concat([Buffer.from('\x7fELF\x02\x00'), Buffer.alloc(100)])],
    ['half a magic number', Buffer.concat([Buffer.from('\x7fEL'), Buffer.alloc(100)])],
  ])('has no facts: %s', (_, bytes) => {
    for (const pieceBytes of [1, 3, 65536]) expect(captureElf(bytes, pieceBytes).facts).toBeUndefined();
  });

  test('costs nothing: it is told by its first byte', () => {
    const capture = new ElfCapture();
    expect(capture.start(Buffer.from('#'), 1000)).toBe(false);
    capture.push(Buffer.alloc(1000, 0x7f));
    expect(capture.capturedBytes).toBe(0);
    expect(capture.finish()).toBeUndefined();
  });
});
