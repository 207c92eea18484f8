import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodeFacts, encodeFacts } from '../../../src/contents/facts/facts-format.ts';
import { ENTRY_FLAG, ENTRY_KIND, linkText, pathText } from '../../../src/contents/facts/layer-facts.ts';
import { createLayerScanner } from '../../../src/contents/scan/scan-layer.ts';
import { PlimsollError } from '../../../src/errors.ts';
import {
  device,
  dir,
  file,
  layer,
  link,
  opaque,
  scanBytes,
  scanLayers,
  symlink,
  whiteout,
} from '../../support/layers.ts';
import { measureMemory, startCpuClock } from '../../support/measure.ts';
import { base256, fixChecksum, gnuLong, paxHeader, rawHeader, rawTar } from '../../support/raw-tar.ts';
import { zstdFrame, zstdZeros } from '../../support/zstd-frames.ts';

// A stack for each of many thousand errors would cost more than all reading.
Error.stackTraceLimit = 0;

/** The facts must decode again; the answer is their number of entries or the error's code. Other errors fail the test. */
async function outcome(stored: Uint8Array, pieceBytes?: number): Promise<number | string> {
  try {
    const { facts } = await scanBytes(stored, pieceBytes);
    return decodeFacts(encodeFacts(facts)).entryCount;
  } catch (error) {
    if (error instanceof PlimsollError && error.code !== 'INTERNAL') return error.code;
    throw error;
  }
}

const VARIED = layer([
  dir('d', { mode: 0o1777 }),
  file('d/a.pyc', Buffer.alloc(700, 3), { xattrs: { 'user.a': 'b' } }),
  whiteout('d/gone'),
  opaque('e'),
  link('d/hard', 'd/a.pyc'),
  symlink('d/soft', '../..'),
  device('d/null', 'character', [1, 3]),
  file('n'.repeat(200), 'long', { uid: 3_000_000, mtimeSeconds: 1.5 }),
]);

test('a layer cut off at every block, in every stored form, is an error or the whole entries', async () => {
  for (let length = 0; length <= VARIED.length; length += 512) {
    const cut = VARIED.subarray(0, length);
    const plain = await outcome(cut);
    expect(await outcome(gzipSync(cut))).toBe(plain);
    expect(await outcome(zstdFrame(cut))).toBe(plain);
  }
  for (const stored of [gzipSync(VARIED), zstdFrame(VARIED)])
    for (let length = 1; length < stored.length; length += 7)
      expect(await outcome(stored.subarray(0, length))).toMatch(/^LAYER_(?:TRUNCATED|CORRUPT)$/);
});

test('flipped bits give facts or a PlimsollError', async () => {
  for (const [stored, step] of [
    [VARIED, 37],
    [gzipSync(VARIED), 3],
    [zstdFrame(VARIED), 37],
  ] as const)
    for (let bit = 0; bit < stored.length * 8; bit += step) {
      const flipped = Buffer.from(stored);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      await outcome(flipped);
    }
});

test('flipped bits in headers with right checksums give facts or a PlimsollError', async () => {
  for (let at = 0; at < VARIED.length - 1024; at += 512) {
    if (Buffer.from(VARIED).toString('latin1', at + 257, at + 262) !== 'ustar') continue;
    for (let bit = 0; bit < 512 * 8; bit += 5) {
      const tar = Buffer.from(VARIED);
      tar[at + (bit >> 3)]! ^= 1 << (bit & 7);
      fixChecksum(tar.subarray(at, at + 512));
      await outcome(tar);
    }
  }
});

test.each([
  ['/etc/passwd', 'etc/passwd', 0],
  ['../../../etc/passwd', 'etc/passwd', ENTRY_FLAG.dotDot],
  ['a/../../b', 'b', ENTRY_FLAG.dotDot],
  ['//a///./b//', 'a/b', 0],
  ['..', '', ENTRY_FLAG.dotDot],
  ['\\..\\a', '\\..\\a', 0],
])('the path %j stays within the root', async (path, cleaned, flags) => {
  const [facts] = await scanLayers([
    rawTar(rawHeader({ name: path }), rawHeader({ name: 'h', type: '1', linkName: path })),
  ]);
  expect(pathText(facts!, 0)).toBe(cleaned);
  expect(facts!.flags[0]).toBe(flags);
  expect(linkText(facts!, 1)).toBe(cleaned);
});

test('names that are no UTF-8, and control characters, stay what they are', async () => {
  const names = [
    Buffer.from([0xff, 0xfe]),
    Buffer.from('\x1b[31mred\n'),
    Buffer.from([0xc3, 0x28]),
    Buffer.from('‮evil'),
  ];
  const [facts] = await scanLayers([layer(names.map((name) => file(name)))]);
  let start = 0;
  names.forEach((name, i) => {
    expect(Buffer.from(facts!.pathBytes.subarray(start, facts!.pathEnds[i]))).toEqual(name);
    start = facts!.pathEnds[i]!;
  });
});

test('whiteouts cannot reach beyond their directory', async () => {
  const items = ['.wh..', '.wh...', 'a/.wh..', 'a/.wh...', 'a/b/.wh.../'].map((path) => file(path));
  const [facts] = await scanLayers([layer(items)]);
  expect(new Set(facts!.kinds)).toEqual(new Set([ENTRY_KIND.invalidWhiteout]));
  expect([0, 1, 2, 3, 4].map((i) => pathText(facts!, i))).toEqual(['', '', 'a', 'a', 'a/b']);
});

test.each([
  ['a path of 100,000 levels', gnuLong('L', 'd/'.repeat(100_000)), {}],
  ['a path of 5000 bytes', paxHeader([['path', 'x'.repeat(5000)]]), {}],
  ['a link target of 5000 bytes', paxHeader([['linkpath', 'x'.repeat(5000)]]), { type: '2' }],
])('%s is more than Linux knows', async (_, extended, fields) => {
  expect(await outcome(rawTar(extended, rawHeader(fields)))).toBe('LAYER_LIMIT');
});

test('a path of 4096 bytes is read', async () => {
  expect(await outcome(rawTar(paxHeader([['path', 'd/'.repeat(2048)]]), rawHeader()))).toBe(1);
});

test.each([
  ['an owner of -1', { uid: base256(-1n, 8) }],
  ['an owner beyond 32 bits', { gid: base256(2n ** 32n, 8) }],
  ['a device number beyond 32 bits', { type: '3', deviceMajor: base256(2n ** 32n, 8) }],
  ['a device number of -1', { type: '4', deviceMinor: base256(-1n, 8) }],
])('%s is corrupt', async (_, fields) => {
  expect(await outcome(rawTar(rawHeader(fields)))).toBe('LAYER_CORRUPT');
});

test('holes of petabytes cost no time, and cannot add up to more than a number holds', async () => {
  const sparse = (size: number): Buffer =>
    Buffer.concat([paxHeader([['GNU.sparse.size', String(size)]]), rawHeader({ name: `s${size}` })]);
  const cpuSeconds = startCpuClock();
  const [facts] = await scanLayers([rawTar(sparse(2 ** 50), sparse(2 ** 51), sparse(2 ** 50))]);
  expect(facts!.entryBytes).toBe(2 ** 52);
  expect(cpuSeconds()).toBeLessThan(20);
  const hash = (i: number): string =>
    Buffer.from(facts!.contents.subarray(i * 16, i * 16 + 16)).toString('hex');
  expect(hash(0)).toBe(hash(2));
  expect(hash(0)).not.toBe(hash(1));
  expect(await outcome(rawTar(sparse(2 ** 53 - 1), sparse(1)))).toBe('LAYER_LIMIT');
});

test('many holes are hashed for a bounded time', async () => {
  const one = Buffer.concat([paxHeader([['GNU.sparse.size', String(2 ** 30)]]), rawHeader({ name: 'hole' })]);
  const cpuSeconds = startCpuClock();
  expect(await outcome(rawTar(...Array.from({ length: 500 }, () => one)))).toBe(500);
  expect(cpuSeconds()).toBeLessThan(60);
});

test('a million tiny entries take less than 300 MB', async () => {
  const scanner = await createLayerScanner();
  const before = await measureMemory();
  const cpuSeconds = startCpuClock();
  const template = rawHeader({ name: 'usr/lib/0000000' });
  const checksum = Number.parseInt(template.toString('latin1', 148, 154), 8);
  const piece = Buffer.concat(Array.from({ length: 1000 }, () => template));
  for (let first = 0; first < 1_000_000; first += 1000) {
    for (let i = 0; i < 1000; i++) {
      const digits = String(first + i).padStart(7, '0');
      // The checksum is the sum of the bytes, so it grows by the digits.
      const sum = [...digits].reduce((total, digit) => total + Number(digit), checksum);
      piece.write(digits, i * 512 + 8, 'latin1');
      piece.write(sum.toString(8).padStart(6, '0'), i * 512 + 148, 'latin1');
    }
    await scanner.push(piece);
  }
  const { facts } = await scanner.finish();
  expect(facts.entryCount).toBe(1_000_000);
  expect(pathText(facts, 999_999)).toBe('usr/lib/0999999');
  expect((await measureMemory()) - before).toBeLessThan(300e6);
  expect(cpuSeconds()).toBeLessThan(60);
  expect(facts.kinds).toHaveLength(1_000_000);
});

test('a bomb of 1 GiB of zeros is read in bounded memory and time', async () => {
  const header = Buffer.concat([
    paxHeader([['size', String(2 ** 30)]]),
    rawHeader({ name: 'zeros', size: base256(2n ** 30n, 12) }),
  ]);
  const stored = Buffer.concat([zstdFrame(header), zstdZeros(8192), zstdFrame(Buffer.alloc(1024))]);
  expect(stored.length).toBeLessThan(50_000);
  const before = process.memoryUsage.rss();
  const cpuSeconds = startCpuClock();
  const { facts, shipped } = await scanBytes(stored, 1000);
  expect(facts).toMatchObject({ entryCount: 1, entryBytes: 2 ** 30 });
  expect(shipped[0]).toBeLessThanOrEqual(stored.length);
  expect(process.memoryUsage.rss() - before).toBeLessThan(250e6);
  expect(cpuSeconds()).toBeLessThan(60);
});

test('a layer that grows without end and without entries keeps no memory', async () => {
  const headers = Buffer.concat(
    Array.from({ length: 200 }, () => paxHeader([['comment', 'x'.repeat(2000)]], 'g')),
  );
  const scanner = await createLayerScanner();
  const before = await measureMemory();
  for (let i = 0; i < 100; i++) await scanner.push(headers);
  expect((await measureMemory()) - before).toBeLessThan(10e6);
  expect((await scanner.finish()).facts.entryCount).toBe(0);
});
