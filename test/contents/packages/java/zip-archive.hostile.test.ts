// Archives that lie: each claim checked, each work counted.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  listZipEntries,
  readZipEntry,
  type ZipBudget,
} from '../../../../src/contents/packages/java/zip-archive.ts';
import { readPackages } from '../../../support/read-packages.ts';
import { type ZipItem, zip } from '../../../support/zip-files.ts';

const LIMIT_BYTES = 1e6;
const budget = (bytesLeft = 1e9): ZipBudget => ({ bytesLeft, entriesLeft: 1000 });
const read = (item: Partial<ZipItem>, own = budget()): Uint8Array | undefined => {
  const archive = zip([{ name: 'a', content: 'text '.repeat(100), ...item }]);
  return readZipEntry(archive, listZipEntries(archive, own, () => true)![0]!, own, LIMIT_BYTES);
};

test.each<[string, Partial<ZipItem>]>([
  ['an offset beyond the end', { claimedOffset: 1e9 }],
  ['an offset where no header is', { claimedOffset: 7 }],
  ['an offset beyond all files', { claimedOffset: Number.MAX_SAFE_INTEGER, isZip64: true }],
  ['a body beyond the end', { claimedCompressedBytes: 1e6 }],
  ['half a body', { claimedCompressedBytes: 5 }],
  ['a size smaller than the truth', { claimedSizeBytes: 10 }],
  ['a size above the limit', { claimedSizeBytes: LIMIT_BYTES + 1 }],
  ['a stored size that is not the body’s', { isStored: true, claimedSizeBytes: 10 }],
  ['encryption', { flags: 1 }],
  ['another method', { method: 12 }],
  ['no deflate stream', { method: 8, isStored: true }],
])('%s', (_, item) => {
  expect(read(item)).toBeUndefined();
  expect(read({})).toBeDefined();
});

test('what is read is counted', () => {
  const own = budget(17_000);
  expect(read({}, own)).toBeDefined();
  expect(own.bytesLeft).toBeLessThan(200);
  expect(read({}, own)).toBeUndefined();
});

test('entries beyond the budget are left out', () => {
  const items = Array.from({ length: 1500 }, (_, i) => ({ name: `${i}`, content: '' }));
  expect(listZipEntries(zip(items), budget(), () => true)).toHaveLength(1000);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a short file', Buffer.from('PK')],
  ['an end whose directory is larger than the file', endOf({ 12: 1e6 })],
  ['a zip64 locator that points nowhere', Buffer.concat([locator(2n ** 63n), endOf({})])],
])('%s', (_, archive) => {
  expect(listZipEntries(archive, budget(), () => true) ?? []).toEqual([]);
});

test('any cut, and any byte changed', () => {
  const good = zip([
    { name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0\n', isZip64: true },
    { name: 'b-2.jar', content: zip([{ name: 'META-INF/MANIFEST.MF', content: 'X: y\n' }]) },
  ]);
  for (let at = 0; at < good.length; at++) readPackages('a-1.jar', good.subarray(0, at));
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bad = Buffer.from(good);
      bad[at]! ^= change;
      readPackages('a-1.jar', bad);
    }),
    { numRuns: 2000 },
  );
});

test('a bomb of zeros stops at its claim or at the limit', () => {
  const zeros = Buffer.alloc(140_000_000);
  const start = performance.now();
  expect(readPackages('a-1.jar', zip([{ name: 'b-2.jar', content: zeros }]))).toMatchObject([{ name: 'a' }]);
  expect(
    readPackages('a-1.jar', zip([{ name: 'b-2.jar', content: zeros, claimedSizeBytes: 1000 }])),
  ).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(60_000);
});

test('many entries that share one large jar are read until the budget is used up', () => {
  const items = Array.from({ length: 20_000 }, (_, i) => ({ name: `manifest${i}`, content: '' }));
  const inner = zip([{ name: 'META-INF/MANIFEST.MF', content: 'X: y\n' }, ...items]);
  const ghosts = Array.from({ length: 30_000 }, (_, i) => ({
    name: `g${i}-1.jar`,
    content: '',
    isStored: true,
    claimedSizeBytes: inner.length,
    claimedCompressedBytes: inner.length,
    claimedOffset: 0,
    isGhost: true,
  }));
  const archive = zip([{ name: 'a-1.jar', content: inner, isStored: true }, ...ghosts]);
  const start = performance.now();
  const records = readPackages('all.jar', archive);
  expect(records.length).toBeGreaterThan(10);
  expect(records.length).toBeLessThan(1000);
  expect(performance.now() - start).toBeLessThan(60_000);
});

test('a hundred thousand traces of nothing are read until the budget is used up', () => {
  const items = Array.from({ length: 100_000 }, (_, i) => ({
    name: `${i}/pom.properties`,
    content: '',
    isStored: true,
  }));
  const archive = zip([{ name: 'META-INF/MANIFEST.MF', content: 'X: y\n' }, ...items]);
  const start = performance.now();
  expect(readPackages('a-1.jar', archive)).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(60_000);
});

test('archives within archives end', () => {
  let archive = zip([{ name: 'META-INF/MANIFEST.MF', content: 'X: y\n' }]);
  for (let depth = 9; depth > 0; depth--) archive = zip([{ name: `d${depth}-1.jar`, content: archive }]);
  expect(readPackages('d0-1.jar', archive).map(({ name }) => name)).toEqual([
    'd0',
    'd1',
    'd2',
    'd3',
    'd4',
    'd5',
  ]);
});

function endOf(fields: Readonly<Record<number, number>>): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  for (const [at, value] of Object.entries(fields)) end.writeUInt32LE(value, Number(at));
  return end;
}

function locator(offset: bigint): Buffer {
  const bytes = Buffer.alloc(120);
  bytes.writeUInt32LE(0x07064b50, 100);
  bytes.writeBigUInt64LE(offset, 108);
  return bytes;
}
