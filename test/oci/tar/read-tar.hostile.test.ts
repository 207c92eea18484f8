import { expect, test } from 'vitest';
import { PlimsollError } from '../../../src/errors.ts';
import { TarReader } from '../../../src/oci/tar/read-tar.ts';
import { startCpuClock } from '../../support/measure.ts';
import {
  base256,
  blocks,
  fixChecksum,
  GNU,
  gnuLong,
  paxHeader,
  paxRecord,
  rawHeader,
  rawTar,
  readEntries,
} from '../../support/raw-tar.ts';

// A stack for each of many thousand errors would cost more than all reading.
Error.stackTraceLimit = 0;

/** One entry in every form that a reader knows, so that cuts and flips meet all of its states. */
const VARIED = rawTar(
  rawHeader({ name: 'dir/', type: '5', mode: 0o755 }),
  rawHeader({ name: 'f', size: 700 }),
  blocks('f'.repeat(700)),
  gnuLong('L', `long/${'n'.repeat(120)}`),
  gnuLong('K', 'k'.repeat(120)),
  rawHeader({ name: 'cut', type: '2', linkName: 'cut', magic: GNU }),
  paxHeader([['comment', 'global']], 'g'),
  paxHeader([
    ['path', 'p'.repeat(300)],
    ['uid', '3000000'],
    ['mtime', '1.5'],
    ['SCHILY.xattr.user.a', 'v'],
    ['LIBARCHIVE.xattr.user.b', 'dg=='],
  ]),
  rawHeader({ name: 'x', size: 5 }),
  blocks('hello'),
  rawHeader({ name: 'h', type: '1', linkName: 'f', size: 700 }),
  blocks('f'.repeat(700)),
  rawHeader({ name: 'c', type: '3', deviceMajor: 1, deviceMinor: 3 }),
  rawHeader({
    name: 's',
    type: 'S',
    magic: GNU,
    size: 4,
    at: [
      [386, '00000000010\x0000000000004\0'],
      [483, '00000000100\0'],
    ],
  }),
  blocks('data'),
  paxHeader([
    ['GNU.sparse.major', '1'],
    ['GNU.sparse.minor', '0'],
    ['GNU.sparse.name', 's1'],
    ['GNU.sparse.realsize', '100'],
  ]),
  rawHeader({ name: 's1', size: 512 + 3 }),
  blocks(`${'1\n5\n3\n'.padEnd(512, '\0')}abc`),
  rawHeader({ name: 'big', size: base256(3n, 12), uid: base256(9n, 8) }),
  blocks('big'),
);

/** The entries, or the error's code; any other error fails the test. */
function outcome(tar: Uint8Array, pieceBytes?: number): string {
  try {
    return `${readEntries(tar, pieceBytes).length} entries`;
  } catch (error) {
    if (error instanceof PlimsollError) return error.code;
    throw error;
  }
}

test('the varied tar is sound', () => {
  expect(outcome(VARIED)).toBe('9 entries');
});

test('cut at every byte, it is whole between entries and truncated elsewhere', () => {
  const entries = readEntries(VARIED);
  const ends = entries.map(({ endBytes }) => endBytes);
  for (let length = 0; length < VARIED.length; length++) {
    const found = outcome(VARIED.subarray(0, length), length % 3 === 0 ? 100 : undefined);
    const whole = ends.filter((end) => end <= length).length;
    if (found === 'LAYER_TRUNCATED') continue;
    // Whole entries, or all content of the last one without its padding.
    expect([`${whole} entries`, `${whole + 1} entries`]).toContain(found);
    if (found === `${whole + 1} entries`) expect(length).toBeGreaterThan(ends[whole]! - 512);
  }
});

test('cut at every block, the error says where', () => {
  for (let length = 512; length < VARIED.length - 1024; length += 512) {
    const error = catchError(() => readEntries(VARIED.subarray(0, length)));
    if (error === undefined) continue;
    expect(error).toMatchObject({ code: 'LAYER_TRUNCATED', offsetBytes: length });
  }
});

test('a flipped bit anywhere gives entries or a PlimsollError', () => {
  const seen = new Set<string>();
  for (let bit = 0; bit < VARIED.length * 8; bit += 7) {
    const tar = Buffer.from(VARIED);
    tar[bit >> 3]! ^= 1 << (bit & 7);
    seen.add(outcome(tar));
  }
  expect(seen).toContain('LAYER_CORRUPT');
});

test('a flipped bit in a header with its checksum put right gives entries or a PlimsollError', () => {
  const headers: number[] = [];
  for (let at = 0; at < VARIED.length - 1024; at += 512)
    if (VARIED.toString('latin1', at + 257, at + 262) === 'ustar') headers.push(at);
  expect(headers.length).toBeGreaterThan(12);
  const seen = new Set<string>();
  for (const at of headers)
    for (let bit = 0; bit < 512 * 8; bit += 3) {
      const tar = Buffer.from(VARIED);
      tar[at + (bit >> 3)]! ^= 1 << (bit & 7);
      fixChecksum(tar.subarray(at, at + 512));
      seen.add(outcome(tar));
    }
  expect([...seen].sort()).toEqual(expect.arrayContaining(['LAYER_CORRUPT', 'LAYER_TRUNCATED']));
});

test.each(['x', 'g', 'L', 'K'])('an extended header (%s) that claims 1 GB is refused at once', (type) => {
  const error = catchError(() => readEntries(rawHeader({ type, size: 2 ** 30 })));
  expect(error).toMatchObject({ code: 'LAYER_LIMIT', offsetBytes: 0 });
  expect(outcome(rawHeader({ type, size: base256(2n ** 52n, 12) }))).toBe('LAYER_LIMIT');
});

test.each([
  ['8 EB in base-256', rawHeader({ size: base256(2n ** 63n, 12) }), 'LAYER_CORRUPT'],
  ['all bits set', rawHeader({ size: Buffer.alloc(12, 0xff) }), 'LAYER_CORRUPT'],
  ['a negative size', rawHeader({ size: base256(-1n, 12) }), 'LAYER_CORRUPT'],
  ['9 PB that are not there', rawHeader({ size: base256(2n ** 53n - 1n, 12) }), 'LAYER_TRUNCATED'],
  ['8 GiB that are not there', rawHeader({ size: '777777777777' }), 'LAYER_TRUNCATED'],
  [
    '8 EB in PAX',
    Buffer.concat([paxHeader([['size', '9223372036854775807']]), rawHeader()]),
    'LAYER_CORRUPT',
  ],
  ['9 PB in PAX', Buffer.concat([paxHeader([['size', '9007199254740991']]), rawHeader()]), 'LAYER_TRUNCATED'],
  ['a hard link of 9 PB', rawHeader({ type: '1', size: base256(2n ** 53n - 1n, 12) }), '1 entries'],
  ['a directory of 9 PB', rawHeader({ type: '5', size: base256(2n ** 53n - 1n, 12) }), '1 entries'],
])('sizes: %s', (_, tar, expected) => {
  expect(outcome(tar)).toBe(expected);
});

test('a hard link of 9 PB with content that ends', () => {
  const tar = rawTar(rawHeader({ type: '1', size: base256(2n ** 53n - 1n, 12) }), blocks('data'.repeat(500)));
  expect(outcome(tar)).toBe('LAYER_TRUNCATED');
});

test.each([
  ['999999999'],
  ['9999999999'],
  ['1'.repeat(1000)],
  ['1'.repeat(1_000_000)],
  ['0'.repeat(1_000_000)],
])('a PAX record that claims a very long length', (length) => {
  const body = paxRecord('path', 'x', length).subarray(0, 2 ** 20);
  expect(outcome(rawTar(rawHeader({ type: 'x', size: body.length }), blocks(body)))).toBe('LAYER_CORRUPT');
});

test('a header full of extended attributes takes no quadratic time', () => {
  const records = Array.from({ length: 40_000 }, (_, i) => [`SCHILY.xattr.u${i}`, ''] as const);
  const header = paxHeader(records);
  expect(header.length).toBeLessThanOrEqual(2 ** 20 + 512);
  const tar = rawTar(...Array.from({ length: 5 }, () => Buffer.concat([header, rawHeader()])));
  const cpuSeconds = startCpuClock();
  expect(outcome(tar)).toBe('5 entries');
  expect(cpuSeconds()).toBeLessThan(50);
});

test('a header full of sparse records takes no quadratic time', () => {
  const records = Array.from(
    { length: 40_000 },
    (_, i) => [i % 2 === 0 ? 'GNU.sparse.offset' : 'GNU.sparse.numbytes', '0'] as const,
  );
  const tar = rawTar(paxHeader([...records.slice(0, 30_000), ['GNU.sparse.size', '0']]), rawHeader());
  const cpuSeconds = startCpuClock();
  expect(outcome(tar)).toBe('1 entries');
  expect(cpuSeconds()).toBeLessThan(20);
});

test('extended headers without end keep no memory', () => {
  const header = Buffer.concat([
    paxHeader([['path', 'x'.repeat(1000)]]),
    paxHeader([['comment', 'y']], 'g'),
    gnuLong('L', 'z'),
  ]);
  const piece = Buffer.concat(Array.from({ length: 500 }, () => header));
  const reader = new TarReader({ entry() {}, content() {}, hole() {}, entryEnd() {} });
  const before = process.memoryUsage.rss();
  for (let i = 0; i < 50; i++) reader.push(piece);
  expect(process.memoryUsage.rss() - before).toBeLessThan(200e6);
  expect(() => reader.end()).toThrow(/cut off/);
});

test.each([
  ['a sparse file of 9 PB with nothing in it', [], 2 ** 53 - 1, '1 entries'],
  ['a segment at 9 PB', [[2 ** 53 - 3, 2]], 2 ** 53 - 1, '1 entries'],
  ['a segment that ends beyond 2^53', [[2 ** 53 - 1, 2]], 2 ** 53 - 1, 'LAYER_CORRUPT'],
  [
    'segments whose sum is beyond 2^53',
    [
      [0, 2 ** 53 - 1],
      [2 ** 53 - 1, 2 ** 53 - 1],
    ],
    2 ** 53 - 1,
    'LAYER_CORRUPT',
  ],
] as const)('%s', (_, segments, realSize, expected) => {
  const map = segments.flat().join(',');
  const tar = rawTar(
    paxHeader([
      ['GNU.sparse.size', String(realSize)],
      ...(map === '' ? [] : [['GNU.sparse.map', map] as const]),
    ]),
    rawHeader({ size: segments.length === 0 ? 0 : 2 }),
    ...(segments.length === 0 ? [] : [blocks('ab')]),
  );
  const cpuSeconds = startCpuClock();
  expect(outcome(tar)).toBe(expected);
  expect(cpuSeconds()).toBeLessThan(10);
});

test('a GNU sparse map of 8 EB or below zero is corrupt', () => {
  for (const size of [2n ** 63n, -1n]) {
    const header = rawHeader({ type: 'S', magic: GNU, at: [[483, base256(size, 12)]] });
    expect(outcome(rawTar(header))).toBe('LAYER_CORRUPT');
  }
});

test('a sparse map of too many segments is refused, in the body and in extension blocks', () => {
  const count = 100_001;
  let map = `${count}\n`;
  for (let i = 0; i < count; i++) map += '0\n0\n';
  const pax = paxHeader([
    ['GNU.sparse.major', '1'],
    ['GNU.sparse.minor', '0'],
    ['GNU.sparse.realsize', '0'],
  ]);
  expect(outcome(rawTar(pax, rawHeader({ size: Math.ceil(map.length / 512) * 512 }), blocks(map)))).toBe(
    'LAYER_LIMIT',
  );
  const header = rawHeader({ type: 'S', magic: GNU, at: [[482, '\x01']] });
  const extension = Buffer.alloc(512);
  extension.write('00000000000\0'.repeat(42), 0, 'latin1');
  extension[504] = 1;
  expect(outcome(Buffer.concat([header, ...Array.from({ length: 5000 }, () => extension)]))).toBe(
    'LAYER_LIMIT',
  );
});

test('a path of 100,000 levels comes through whole', () => {
  const path = 'd/'.repeat(100_000);
  expect(readEntries(rawTar(gnuLong('L', path), rawHeader({ type: '5', magic: GNU })))[0]?.path).toBe(path);
});

function catchError(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
