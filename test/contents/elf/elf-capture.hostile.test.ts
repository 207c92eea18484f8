// Files that lie: whatever a header claims, time and memory stay those of the bytes that are there.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { captureElf } from '../../support/capture-elf.ts';
import { type MadeElf, makeElf, NumberWriter } from '../../support/elf-files.ts';
import { makeInlineBuildInfo } from '../../support/go-build-info.ts';

const numbers = new NumberWriter();
const HUGE = [2 ** 31, 2 ** 32 - 1, 2 ** 53, 2 ** 63];

const EVERYTHING: MadeElf = {
  interpreter: '/lib/ld.so',
  soname: 'libx.so',
  needed: ['liba.so', 'libb.so'],
  runpath: '/x',
  isGo: true,
  dataName: '.go.buildinfo',
  data: makeInlineBuildInfo('go1.22.3', 'path\tp\nmod\tm\tv1\ndep\td\tv2\n'),
  unloaded: { '.comment': Buffer.from('GCC\0'), '.debug_info': Buffer.alloc(64) },
  symbols: Buffer.alloc(48),
};

/** A made file with a number put at a place. */
function lie(made: MadeElf, at: number, bytes: Buffer): Buffer {
  const file = makeElf(made);
  bytes.copy(file, at);
  return file;
}

describe('a header that lies', () => {
  test.each(HUGE)('of where its tables are: %d', (offset) => {
    const word = numbers.word(offset);
    expect(captureElf(lie(EVERYTHING, 32, word)).facts!.unread).toContain('program headers');
    expect(captureElf(lie(EVERYTHING, 40, word)).facts!.unread).toContain('section headers');
  });

  test('of how many there are', () => {
    const most = numbers.u16(0xffff);
    expect(captureElf(lie(EVERYTHING, 56, most)).facts!.unread).toContain('program headers');
    expect(captureElf(lie(EVERYTHING, 60, most)).facts!.unread).toContain('section headers');
  });

  test('of its tables lying over itself', () => {
    for (const offset of [0, 1, 16, 63])
      for (const at of [32, 40])
        expect(captureElf(lie(EVERYTHING, at, numbers.word(offset))).facts).toBeDefined();
  });

  test.each([0, 1, 2, 3, 4])('of every field of segment %d, in turn', (segment) => {
    for (let field = 0; field < 7; field++)
      for (const value of [0, 1, 64, ...HUGE])
        expect(
          captureElf(lie(EVERYTHING, 64 + segment * 56 + field * 8, numbers.word(value))).facts,
        ).toBeDefined();
  });
});

describe('sections that lie', () => {
  test('hold at most the file, however often they name its bytes', () => {
    const whole = makeElf(EVERYTHING);
    const sectionsAt = Number(whole.readBigUInt64LE(40));
    const count = whole.readUInt16LE(60);
    for (let i = 1; i < count; i++) {
      whole.writeBigUInt64LE(0n, sectionsAt + i * 64 + 24);
      if (i < count - 1) whole.writeBigUInt64LE(2n ** 63n, sectionsAt + i * 64 + 32);
    }
    const { facts } = captureElf(whole);
    expect(facts!.debugBytes).toBeLessThanOrEqual(whole.length);
    expect(facts!.symbolBytes).toBeLessThanOrEqual(whole.length);
  });

  test('are read in time that is linear in their number', () => {
    const file = makeElf({ unloaded: { '.debug_x': Buffer.alloc(5) } });
    const many = Buffer.concat([file, Buffer.alloc(65_535 * 64, 0x11)]);
    many.writeBigUInt64LE(BigInt(file.length), 40);
    many.writeUInt16LE(65_535, 60);
    const start = process.cpuUsage();
    expect(captureElf(many).facts).toBeDefined();
    expect(process.cpuUsage(start).user).toBeLessThan(20_000_000);
  });
});

describe('a dynamic section that lies', () => {
  test('names one long string many times, and gets little of it', () => {
    const name = 'n'.repeat(4000);
    const { facts } = captureElf(makeElf({ needed: Array.from({ length: 5000 }, () => name) }));
    expect(facts!.needed.length).toBeLessThanOrEqual(70);
    expect(facts!.unread).toContain('dynamic strings');
  });

  test('has strings without an end, or out of the table', () => {
    const file = makeElf({ needed: ['libc.so.6'], soname: 'x' });
    const at = file.indexOf('libc.so.6');
    const open = Buffer.from(file);
    open.fill(0x41, at);
    expect(captureElf(open).facts).toBeDefined();
    const dynamicAt = file.indexOf(numbers.word(1, 1));
    const far = Buffer.from(file);
    numbers.word(1, 2 ** 40).copy(far, dynamicAt);
    expect(captureElf(far).facts).toMatchObject({ needed: [], soname: 'x', unread: ['dynamic strings'] });
  });

  test('points to itself for its strings', () => {
    const file = makeElf({ needed: ['liba.so'] });
    const stringsAt = file.indexOf(numbers.word(5));
    expect(stringsAt).toBeGreaterThan(0);
    numbers.word(5, 0x400000 + stringsAt).copy(file, stringsAt);
    expect(captureElf(file).facts).toBeDefined();
  });
});

describe('a file of another length than it claims', () => {
  test.each([53, 200, 1000, 4096, 5000])('%d bytes are left of it', (length) => {
    const file = makeElf({ ...EVERYTHING, data: Buffer.alloc(9000) });
    expect(() => captureElf(file.subarray(0, length))).not.toThrow();
  });

  test('claims to be 2^53 bytes long', async () => {
    const { ElfCapture } = await import('../../../src/contents/elf/elf-capture.ts');
    const file = makeElf(EVERYTHING);
    const capture = new ElfCapture();
    expect(capture.start(file, 2 ** 53)).toBe(true);
    capture.push(file);
    capture.pushHole(2 ** 52);
    expect(() => capture.finish()).not.toThrow();
    expect(capture.capturedBytes).toBeLessThanOrEqual(16 * 1024 * 1024);
  });
});

test('whatever is changed in a file, it is read or refused, the same in any pieces', () => {
  const files = [true, false].flatMap((is64) =>
    [true, false].map((isBigEndian) => makeElf({ ...EVERYTHING, is64, isBigEndian })),
  );
  const change = fc.record({
    at: fc.nat(1500),
    value: fc.oneof(fc.constantFrom(0, 0xff, 0x7f, 0x80), fc.nat(255)),
    count: fc.nat(9),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(change, { maxLength: 12 }),
      fc.integer({ min: 1, max: 700 }),
      (whole, changes, pieceBytes) => {
        const file = Buffer.from(whole);
        for (const { at, value, count } of changes)
          file.fill(value, at % file.length, Math.min(file.length, (at % file.length) + count));
        expect(captureElf(file, pieceBytes).facts).toEqual(captureElf(file).facts);
      },
    ),
    { numRuns: 2000 },
  );
});
