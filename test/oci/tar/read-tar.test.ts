import { expect, test } from 'vitest';
import { PlimsollError } from '../../../src/errors.ts';
import {
  base256,
  blocks,
  GNU,
  gnuLong,
  paxHeader,
  rawHeader,
  rawTar,
  readEntries,
  readTar,
  V7,
} from '../../support/raw-tar.ts';

const LONG = `${'d/'.repeat(150)}name`;

test('reads every field of a ustar header', () => {
  const tar = rawTar(
    rawHeader({ name: 'a', mode: 0o104755, uid: 1000, gid: 1001, size: 3, mtime: 1_700_000_000 }),
    blocks('abc'),
  );
  expect(readEntries(tar)).toEqual([
    {
      kind: 'file',
      path: 'a',
      link: '',
      mode: 0o4755,
      uid: 1000,
      gid: 1001,
      sizeBytes: 3,
      storedBytes: 3,
      mtimeSeconds: 1_700_000_000,
      device: [0, 0],
      xattrs: {},
      offsetBytes: 0,
      endBytes: 1024,
      content: 'abc',
    },
  ]);
});

test.each([
  ['0', 'file'],
  ['\0', 'file'],
  ['7', 'file'],
  ['1', 'hardlink'],
  ['2', 'symlink'],
  ['3', 'character'],
  ['4', 'block'],
  ['5', 'directory'],
  ['6', 'fifo'],
])('reads type %j as a %s', (type, kind) => {
  const fields = { name: 'x', type, linkName: 'target', deviceMajor: 8, deviceMinor: 1 };
  const [entry] = readEntries(rawTar(rawHeader(fields)));
  expect(entry?.kind).toBe(kind);
  expect(entry?.link).toBe(kind === 'hardlink' || kind === 'symlink' ? 'target' : '');
  expect(entry?.device).toEqual(kind === 'character' || kind === 'block' ? [8, 1] : [0, 0]);
});

test.each(['V', 'M', 'D', 'N', 'A', '8', '\xff'])('refuses type %j, as engines do', (type) => {
  expect(() => readEntries(rawTar(rawHeader({ type })))).toThrow(/no engine accepts/);
});

test('reads v7 headers: no magic, no prefix, directories by their slash', () => {
  const [directory, file] = readEntries(
    rawTar(
      rawHeader({ name: 'd/', magic: V7, type: '\0', size: 4096 }),
      rawHeader({ name: 'f', magic: V7, type: '\0', size: 1, prefix: 'garbage' }),
      blocks('x'),
    ),
  );
  expect(directory).toMatchObject({ kind: 'directory', path: 'd/', sizeBytes: 0 });
  expect(file).toMatchObject({ kind: 'file', path: 'f', content: 'x' });
});

test('joins prefix and name, in POSIX headers only', () => {
  const [posix, gnu, full] = readEntries(
    rawTar(
      rawHeader({ name: 'name', prefix: 'pre/fix' }),
      rawHeader({ name: 'name', prefix: 'atime', magic: GNU }),
      rawHeader({ name: 'n'.repeat(100), prefix: 'p'.repeat(155) }),
    ),
  );
  expect(posix?.path).toBe('pre/fix/name');
  expect(gnu?.path).toBe('name');
  expect(full?.path).toBe(`${'p'.repeat(155)}/${'n'.repeat(100)}`);
});

test('reads GNU long names and long links, together and alone', () => {
  const [both, name, plain] = readEntries(
    rawTar(
      gnuLong('L', LONG),
      gnuLong('K', `${LONG}2`),
      rawHeader({ name: 'cut', type: '2', linkName: 'cut', magic: GNU }),
      gnuLong('L', LONG),
      rawHeader({ name: 'cut', magic: GNU }),
      rawHeader({ name: 'plain', magic: GNU }),
    ),
  );
  expect(both).toMatchObject({ path: LONG, link: `${LONG}2`, offsetBytes: 0 });
  expect(name).toMatchObject({ path: LONG, link: '' });
  expect(plain?.path).toBe('plain');
});

test('reads base-256 numbers: sizes over 8 GiB, owners, times before 1970', () => {
  const [entry] = readEntries(
    rawTar(
      rawHeader({
        size: base256(3n, 12),
        uid: base256(3_000_000_000n, 8),
        gid: base256(4_294_967_295n, 8),
        mtime: base256(-86_400n, 12),
      }),
      blocks('abc'),
    ),
  );
  expect(entry).toMatchObject({
    content: 'abc',
    uid: 3_000_000_000,
    gid: 4_294_967_295,
    mtimeSeconds: -86_400,
  });
  const huge = rawHeader({ size: base256(9n * 2n ** 30n, 12) });
  expect(() => readEntries(huge)).toThrow(/cut off/);
});

test.each([
  ['blanks before', '   17 '],
  ['blanks after', '17     '],
  ['NUL after', '0000017\0'],
  ['anything after a NUL, as Go has it', '17\0junk'],
  ['all eight bytes', '00000017'],
])('reads octal with %s', (_, uid) => {
  expect(readEntries(rawTar(rawHeader({ uid })))[0]?.uid).toBe(0o17);
});

test('reads an empty number as 0', () => {
  expect(readEntries(rawTar(rawHeader({ uid: '', gid: '        ' })))[0]).toMatchObject({ uid: 0, gid: 0 });
});

test.each(['8', '1 2', '0x1', '-1', 'abc'])('refuses %j as a number', (uid) => {
  expect(() => readEntries(rawTar(rawHeader({ uid })))).toThrow(/uid of a tar header is no number/);
});

test('PAX records take the place of fields, for one entry only', () => {
  const records = [
    ['path', LONG],
    ['size', '3'],
    ['uid', '4000000000'],
    ['gid', '7'],
    ['mtime', '1700000000.25'],
    ['atime', '1'],
    ['comment', 'nothing'],
  ] as const;
  const [first, second] = readEntries(
    rawTar(
      paxHeader(records),
      rawHeader({ name: 'cut', size: 0 }),
      blocks('abc'),
      rawHeader({ name: 'next' }),
    ),
  );
  expect(first).toMatchObject({
    path: LONG,
    content: 'abc',
    uid: 4_000_000_000,
    gid: 7,
    mtimeSeconds: 1_700_000_000.25,
    offsetBytes: 0,
  });
  expect(second).toMatchObject({ path: 'next', uid: 0, mtimeSeconds: 0 });
});

test('PAX link paths hold for both kinds of link', () => {
  const pax = paxHeader([['linkpath', LONG]]);
  const [hard, soft, file] = readEntries(
    rawTar(pax, rawHeader({ type: '1' }), pax, rawHeader({ type: '2' }), pax, rawHeader({ type: '0' })),
  );
  expect(hard?.link).toBe(LONG);
  expect(soft?.link).toBe(LONG);
  expect(file?.link).toBe('');
});

test('PAX wins over GNU long names, and over a second PAX header before the entry the last one wins', () => {
  const [entry] = readEntries(
    rawTar(paxHeader([['path', 'first']]), gnuLong('L', 'gnu'), paxHeader([['path', 'last']]), rawHeader()),
  );
  expect(entry).toMatchObject({ path: 'last', offsetBytes: 0 });
});

test('ignores global headers, as engines do', () => {
  const global = paxHeader(
    [
      ['path', 'evil'],
      ['uid', '5'],
      ['comment', 'commit'],
    ],
    'g',
  );
  const [first, second] = readEntries(
    rawTar(global, rawHeader({ name: 'a' }), paxHeader([['path', 'long']]), global, rawHeader({ name: 'b' })),
  );
  expect(first).toMatchObject({ path: 'a', uid: 0, offsetBytes: global.length });
  expect(second).toMatchObject({ path: 'long', uid: 0, offsetBytes: global.length + 512 });
});

test('hard links may state a size without content, or bring their content', () => {
  const [, bare, full, after] = readEntries(
    rawTar(
      rawHeader({ name: 'a', size: 600 }),
      blocks('a'.repeat(600)),
      rawHeader({ name: 'bare', type: '1', linkName: 'a', size: 600 }),
      rawHeader({ name: 'full', type: '1', linkName: 'a', size: 600 }),
      blocks('a'.repeat(600)),
      rawHeader({ name: 'after' }),
    ),
  );
  expect(bare).toMatchObject({ path: 'bare', link: 'a', sizeBytes: 0, content: '' });
  expect(full).toMatchObject({ path: 'full', link: 'a', sizeBytes: 0, content: '' });
  expect(after?.path).toBe('after');
});

test('a checksum may be the sum of signed bytes', () => {
  const header = rawHeader({ name: 'caf\xe9' });
  const sum = header.reduce((total, byte, i) => {
    if (i >= 148 && i < 156) return total + 32;
    return total + (byte < 128 ? byte : byte - 256);
  }, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  expect(readEntries(rawTar(header))[0]?.path).toBe('caf\xe9');
});

test('a wrong checksum is corrupt, with the offset of the header', () => {
  const header = rawHeader();
  header[0] = 0x20;
  const error = catchError(() => readEntries(rawTar(rawHeader(), header)));
  expect(error).toMatchObject({ code: 'LAYER_CORRUPT', offsetBytes: 512 });
});

test('tells whether the end marker was there and what follows it', () => {
  const header = rawHeader();
  expect(readTar(rawTar(header)).reader).toMatchObject({ hasEndMarker: true, trailingBytes: 0 });
  expect(readTar(header).reader).toMatchObject({ hasEndMarker: false, trailingBytes: 0 });
  const withMore = Buffer.concat([rawTar(header), Buffer.alloc(9000), Buffer.from('\0ab\0c')]);
  expect(readTar(withMore).reader).toMatchObject({ hasEndMarker: true, trailingBytes: 3 });
  expect(readTar(withMore).entries).toHaveLength(1);
  expect(readTar(new Uint8Array()).entries).toHaveLength(0);
});

test('a header after a lone zero block is corrupt, because readers disagree about it', () => {
  const tar = rawTar(rawHeader(), Buffer.alloc(512), rawHeader());
  expect(catchError(() => readEntries(tar))).toMatchObject({ code: 'LAYER_CORRUPT', offsetBytes: 1024 });
});

test('a tar may end without its end marker, and without the padding of its last entry', () => {
  const tar = Buffer.concat([rawHeader({ size: 3 }), Buffer.from('abc')]);
  expect(readEntries(tar)[0]?.content).toBe('abc');
  expect(readEntries(Buffer.concat([tar, Buffer.alloc(509)]))[0]?.content).toBe('abc');
});

test.each([
  ['a header', Buffer.alloc(100, 1)],
  ['a body', Buffer.concat([rawHeader({ size: 3 }), Buffer.from('ab')])],
  ['a PAX header', paxHeader([['path', 'x']]).subarray(0, 600)],
  ['an entry that has only its PAX header', paxHeader([['path', 'x']])],
])('a tar that is cut off in %s is truncated', (_, tar) => {
  expect(catchError(() => readEntries(tar))).toMatchObject({ code: 'LAYER_TRUNCATED' });
});

test('an extended header with no entry after it is corrupt', () => {
  expect(() => readEntries(rawTar(paxHeader([['path', 'x']])))).toThrow(/no entry after it/);
  expect(() => readEntries(rawTar(gnuLong('L', 'x')))).toThrow(/no entry after it/);
});

test('any cut of the pushed bytes gives the same entries', () => {
  const tar = rawTar(
    gnuLong('L', LONG),
    rawHeader({ name: 'cut', size: 513, magic: GNU }),
    blocks('a'.repeat(513)),
    paxHeader([['SCHILY.xattr.user.a', 'b']]),
    rawHeader({ name: 'x', size: 1024 }),
    blocks('b'.repeat(1024)),
    rawHeader({ name: 'h', type: '1', linkName: 'x', size: 513 }),
    blocks('a'.repeat(513)),
    rawHeader({ name: 'd/', type: '5' }),
  );
  const whole = readEntries(tar);
  expect(whole).toHaveLength(4);
  for (const pieceBytes of [1, 2, 3, 100, 511, 512, 513, 1000, 1024, 4096])
    expect(readEntries(tar, pieceBytes)).toEqual(whole);
});

function catchError(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof PlimsollError) return error;
    throw error;
  }
  return undefined;
}
