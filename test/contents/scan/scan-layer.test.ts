import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { xxhash128 } from 'hash-wasm';
import { afterAll, describe, expect, test } from 'vitest';
import {
  CONTENT_TYPE,
  ENTRY_FLAG,
  ENTRY_KIND,
  linkText,
  pathText,
} from '../../../src/contents/facts/layer-facts.ts';
import {
  createLayerScanner,
  type LayerScan,
  scanFileRange,
  scanStream,
} from '../../../src/contents/scan/scan-layer.ts';
import { arbitraryLayer } from '../../support/arbitrary-layers.ts';
import { sampleText } from '../../support/decompress.ts';
import {
  device,
  dir,
  fifo,
  file,
  layer,
  link,
  opaque,
  scanBytes,
  scanLayers,
  symlink,
  whiteout,
} from '../../support/layers.ts';
import { GNU, paxHeader, rawHeader, rawTar } from '../../support/raw-tar.ts';
import { skippableFrame, zstdFrame } from '../../support/zstd-frames.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-scan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The three stored forms of one layer. */
const forms = (tar: Uint8Array): [string, Uint8Array][] => [
  ['plain', tar],
  ['gzip', gzipSync(tar)],
  ['zstd', Buffer.concat([zstdFrame(tar), skippableFrame(50)])],
];

test('the facts of every kind of entry', async () => {
  const [facts] = await scanLayers([
    layer([
      dir('', { mode: 0o700 }),
      dir('d', { mode: 0o1777, uid: 1, gid: 2, mtimeSeconds: 3.5 }),
      file('d/f', 'hello', { mode: 0o4755, uid: 0xffffffff }),
      file('d/empty'),
      link('d/hard', './d//f'),
      symlink('d/soft', './../x/'),
      device('d/tty', 'character', [5, 1]),
      device('d/disk', 'block', [259, 70_000]),
      fifo('d/pipe'),
    ]),
  ]);
  const { file: F, directory: D } = ENTRY_KIND;
  const { hardlink, symlink: S, character, block, fifo: P } = ENTRY_KIND;
  expect([...facts!.kinds]).toEqual([D, D, F, F, hardlink, S, character, block, P]);
  const paths = [...facts!.kinds].map((_, i) => pathText(facts!, i));
  expect(paths).toEqual(['', 'd', 'd/f', 'd/empty', 'd/hard', 'd/soft', 'd/tty', 'd/disk', 'd/pipe']);
  expect([...facts!.modes].slice(0, 3)).toEqual([0o700, 0o1777, 0o4755]);
  expect([...facts!.uids].slice(0, 3)).toEqual([0, 1, 0xffffffff]);
  expect([...facts!.gids].slice(0, 3)).toEqual([0, 2, 0]);
  expect([...facts!.mtimes].slice(0, 3)).toEqual([0, 3.5, 0]);
  expect([...facts!.sizes]).toEqual([0, 0, 5, 0, 0, 0, 0, 0, 0]);
  expect([linkText(facts!, 4), linkText(facts!, 5)]).toEqual(['d/f', './../x/']);
  expect([...facts!.deviceEntries]).toEqual([6, 7]);
  expect([...facts!.deviceNumbers]).toEqual([5, 1, 259, 70_000]);
  const hashes = [...facts!.kinds].map((_, i) =>
    Buffer.from(facts!.contents.subarray(i * 16, i * 16 + 16)).toString('hex'),
  );
  expect(hashes[2]).toBe(await xxhash128('hello'));
  expect(new Set(hashes.toSpliced(2, 1))).toEqual(new Set(['0'.repeat(32)]));
  expect(facts).toMatchObject({ entryCount: 9, entryBytes: 5, trailingBytes: 0 });
});

test('whiteouts, opaque markers and names that only look like them', async () => {
  const [facts] = await scanLayers([
    layer([
      whiteout('a/x'),
      whiteout('top'),
      opaque('a'),
      opaque(''),
      file('a/.wh.'),
      file('a/.wh..'),
      file('a/.wh...'),
      file('.wh...'),
      file('a/.wh....'),
      file('a/x.wh.y'),
      file('.wh.d/x'),
      dir('.wh.e'),
      file('a/.wh..wh.plnk'),
      file('a/.wh..wh..opq.x'),
    ]),
  ]);
  const { file: F, whiteout: W, opaque: O, invalidWhiteout: I } = ENTRY_KIND;
  expect([...facts!.kinds].map((kind, i) => [kind, pathText(facts!, i)])).toEqual([
    [W, 'a/x'],
    [W, 'top'],
    [O, 'a'],
    [O, ''],
    [I, 'a'],
    [I, 'a'],
    [I, 'a'],
    [I, ''],
    [W, 'a/...'],
    [F, 'a/x.wh.y'],
    [F, '.wh.d/x'],
    [W, 'e'],
    [W, 'a/.wh.plnk'],
    [W, 'a/.wh..opq.x'],
  ]);
});

test('content types and the headers of compiled Python files', async () => {
  const pyc = Buffer.alloc(20);
  pyc.writeUInt16LE(3531, 0);
  pyc.write('\r\n', 2);
  pyc.writeUInt32LE(1, 4);
  pyc.writeUInt32LE(1_700_000_000, 8);
  pyc.writeUInt32LE(4242, 12);
  const [facts] = await scanLayers([
    layer([
      file('a', '#!/bin/sh'),
      file('b', Buffer.alloc(5000)),
      file('c', Buffer.concat([Buffer.alloc(4999), Buffer.from('x')])),
      file('m.pyc', pyc),
      file('short.pyc', pyc.subarray(0, 15)),
      file('.pyc', pyc),
      dir('dir.pyc'),
      file('n.pyc', pyc),
      file('after', ''),
    ]),
  ]);
  const { script, zeros, unknown } = CONTENT_TYPE;
  expect([...facts!.contentTypes]).toEqual([script, zeros, unknown, ...Array(6).fill(unknown)]);
  expect([...facts!.pycEntries]).toEqual([3, 7]);
  expect([...facts!.pycHeaders]).toEqual([3531, 1, 1_700_000_000, 4242, 3531, 1, 1_700_000_000, 4242]);
});

test('flags: `..` in a path, sparse files, extended attributes', async () => {
  const sparse = Buffer.concat([
    rawHeader({ name: 'sparse', type: 'S', magic: GNU, at: [[483, '00000000100\0']] }),
    paxHeader([
      ['GNU.sparse.size', '100'],
      ['GNU.sparse.map', '0,3'],
    ]),
    rawHeader({ name: 'pax-sparse', size: 3 }),
    Buffer.from('abc'.padEnd(512, '\0')),
  ]);
  const rest = layer([file('../a/../b'), file('a', '', { xattrs: { 'user.a': '1' } }), file('c..d')]);
  const [facts] = await scanLayers([Buffer.concat([sparse, rest])]);
  expect([...facts!.flags]).toEqual([
    ENTRY_FLAG.sparse,
    ENTRY_FLAG.sparse,
    ENTRY_FLAG.dotDot,
    ENTRY_FLAG.xattrs,
    0,
  ]);
  expect([...facts!.sizes]).toEqual([64, 100, 0, 0, 0]);
  expect(pathText(facts!, 2)).toBe('b');
  expect([...facts!.contentTypes].slice(0, 2)).toEqual([CONTENT_TYPE.zeros, CONTENT_TYPE.unknown]);
  const padded = Buffer.concat([Buffer.from('abc'), Buffer.alloc(97)]);
  expect(Buffer.from(facts!.contents.subarray(16, 32)).toString('hex')).toBe(await xxhash128(padded));
  expect(Buffer.from(facts!.contents.subarray(0, 16)).toString('hex')).toBe(
    await xxhash128(Buffer.alloc(64)),
  );
});

test("offsets are where an entry's first header begins", async () => {
  const [facts] = await scanLayers([layer([file('a', 'x'), file('n'.repeat(200), ''), file('b')])]);
  expect([...facts!.offsets]).toEqual([0, 1024, 2560]);
});

describe('any stored form, in any pieces, gives the same facts', () => {
  test('for any layer', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryLayer({ hasUniquePaths: false, maxEntries: 10 }),
        fc.integer({ min: 1, max: 3000 }),
        async (tar, pieceBytes) => {
          const whole = await scanBytes(tar);
          expect(whole.facts.diffId).toBe(sha256(tar));
          expect(whole.facts.tarBytes).toBe(tar.length);
          for (const [form, stored] of forms(tar)) {
            const scan = await scanBytes(stored, pieceBytes);
            expect(scan.compression).toBe(form);
            expect(scan.storedBytes).toBe(stored.length);
            expect(scan.facts).toEqual(whole.facts);
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  test('byte by byte', async () => {
    const tar = layer([
      dir('d'),
      file('d/f', sampleText(700)),
      file('n'.repeat(150), 'x'),
      symlink('s', 'd'),
    ]);
    const whole = await scanBytes(tar);
    for (const [, stored] of forms(tar)) expect((await scanBytes(stored, 1)).facts).toEqual(whole.facts);
  });
});

test('digests of what is stored are made where they are wanted', async () => {
  for (const [, stored] of forms(layer([file('a', sampleText(3000))]))) {
    expect((await scanBytes(stored, 100, { wantStoredDigest: true })).storedDigest).toBe(sha256(stored));
    expect((await scanBytes(stored, 100)).storedDigest).toBeNull();
  }
});

test('bytes after the end marker belong to the diffId and are counted', async () => {
  const tar = Buffer.concat([layer([file('a')]), Buffer.alloc(5000), Buffer.from('more')]);
  const { facts } = await scanBytes(tar, 1000);
  expect(facts).toMatchObject({ diffId: sha256(tar), tarBytes: tar.length, trailingBytes: 4, entryCount: 1 });
});

test('an empty blob is an empty layer', async () => {
  const { facts, compression } = await scanBytes(new Uint8Array());
  expect(facts).toMatchObject({ entryCount: 0, tarBytes: 0, diffId: sha256(new Uint8Array()) });
  expect(compression).toBe('plain');
});

describe('shipped bytes', () => {
  const sum = ({ shipped }: LayerScan): number => shipped.reduce((total, bytes) => total + bytes, 0);

  test('add up to at most what is stored, and are never negative', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryLayer({ maxEntries: 10 }),
        fc.integer({ min: 1, max: 3000 }),
        async (tar, pieceBytes) => {
          for (const [, stored] of forms(tar)) {
            const scan = await scanBytes(stored, pieceBytes);
            expect(scan.shipped).toHaveLength(scan.facts.entryCount);
            expect(scan.shipped.every((bytes) => bytes >= 0 && Number.isInteger(bytes))).toBe(true);
            expect(sum(scan)).toBeLessThanOrEqual(stored.length);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("of a plain layer are the entries' own blocks", async () => {
    const scan = await scanBytes(layer([dir('d'), file('a', 'x'), file('b', 'y'.repeat(1000))]), 700);
    expect([...scan.shipped]).toEqual([512, 1024, 1536]);
  });

  test('are the same in whatever pieces a stream comes, and from a file', async () => {
    const tar = layer([
      file('a', randomBytes(90_000)),
      file('zeros', Buffer.alloc(500_000)),
      file('b', sampleText(70_000)),
    ]);
    const path = join(folder, 'forms');
    for (const [, stored] of forms(tar)) {
      writeFileSync(path, stored);
      const expected = await scanFileRange(path, 0, stored.length);
      for (const pieceBytes of [700, 5000, 2 ** 16 - 1, 2 ** 16, 100_000, 2 ** 20]) {
        const scan = await scanBytes(stored, pieceBytes);
        expect([...scan.shipped]).toEqual([...expected.shipped]);
        expect(scan.facts.diffId).toBe(expected.facts.diffId);
      }
    }
  });

  test('grow with the entry and with what cannot be compressed', async () => {
    const sizes = [100_000, 400_000, 1_600_000];
    const tar = layer([
      ...sizes.map((size) => file(`random-${size}`, randomBytes(size))),
      ...sizes.map((size) => file(`zeros-${size}`, Buffer.alloc(size))),
    ]);
    const stored = gzipSync(tar);
    const scan = await scanBytes(stored, 64 * 1024);
    sizes.forEach((size, i) => {
      expect(Math.abs(scan.shipped[i]! - size)).toBeLessThan(100_000);
      expect(scan.shipped[i + 3]!).toBeLessThan(70_000);
    });
    expect(scan.shipped[2]!).toBeGreaterThan(scan.shipped[1]!);
    expect(scan.shipped[1]!).toBeGreaterThan(scan.shipped[0]!);
    expect(sum(scan)).toBeGreaterThan(stored.length - 1000);
  });
});

describe('a range of a file', () => {
  const tar = layer([file('a', randomBytes(200_000))]);
  const stored = gzipSync(tar);
  const path = join(folder, 'archive');
  writeFileSync(path, Buffer.concat([Buffer.alloc(777, 1), stored, Buffer.alloc(999, 2)]));

  test('is read and nothing else', async () => {
    const scan = await scanFileRange(path, 777, stored.length, { wantStoredDigest: true });
    expect(scan).toMatchObject({
      compression: 'gzip',
      storedBytes: stored.length,
      storedDigest: sha256(stored),
    });
    expect(scan.facts.diffId).toBe(sha256(tar));
  });

  test('that is longer than the file is truncated', async () => {
    const plain = join(folder, 'plain');
    writeFileSync(plain, tar.subarray(0, 1000));
    await expect(scanFileRange(plain, 0, tar.length)).rejects.toMatchObject({ code: 'LAYER_TRUNCATED' });
  });

  test('of a file that cannot be read is unreadable', async () => {
    await expect(scanFileRange(folder, 0, 10)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      subject: folder,
    });
    const missing = join(folder, 'missing');
    await expect(scanFileRange(missing, 0, 10)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      subject: missing,
    });
  });
});

test('an error says where in the uncompressed layer it is', async () => {
  const tar = Buffer.concat([layer([file('a', 'x')]).subarray(0, 1024), Buffer.alloc(512, 1)]);
  for (const [, stored] of forms(tar))
    await expect(scanBytes(stored, 300)).rejects.toMatchObject({ code: 'LAYER_CORRUPT', offsetBytes: 1024 });
});

test('scans at the same time and scans after a failed one do not mix their contents', async () => {
  const tars = [1, 2, 3].map((seed) =>
    layer([file('a', sampleText(50_000, seed)), file('b', sampleText(9, seed))]),
  );
  const alone = await scanLayers(tars);
  const scanners = await Promise.all(tars.map(() => createLayerScanner()));
  for (let at = 0; at < tars[0]!.length; at += 1000)
    for (const [i, scanner] of scanners.entries()) await scanner.push(tars[i]!.subarray(at, at + 1000));
  for (const [i, scanner] of scanners.entries()) expect((await scanner.finish()).facts).toEqual(alone[i]);
  await expect(scanBytes(tars[0]!.subarray(0, 20_000))).rejects.toMatchObject({ code: 'LAYER_TRUNCATED' });
  expect((await scanBytes(tars[1]!)).facts).toEqual(alone[1]);
});

test('an error of the source comes out as it is', async () => {
  const failure = new Error('the network is gone');
  const source = (async function* () {
    yield layer([file('a', 'x')]).subarray(0, 600);
    throw failure;
  })();
  await expect(scanStream(source)).rejects.toBe(failure);
});

test('xz and bzip2 are refused', async () => {
  for (const hex of ['fd377a585a0000', '425a6839314159'])
    await expect(scanBytes(Buffer.from(hex, 'hex'))).rejects.toMatchObject({
      code: 'COMPRESSION_UNSUPPORTED',
    });
});

test('what is no tar is corrupt', async () => {
  await expect(scanBytes(Buffer.from('{"schemaVersion":2}'.padEnd(600)))).rejects.toMatchObject({
    code: 'LAYER_CORRUPT',
  });
  await expect(scanBytes(rawTar(rawHeader({ uid: 'x' })))).rejects.toMatchObject({ code: 'LAYER_CORRUPT' });
});
