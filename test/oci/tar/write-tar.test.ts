import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { streamTar, type TarItem, writeTar } from '../../../src/oci/tar/write-tar.ts';
import { device, dir, fifo, file, link, symlink } from '../../support/layers.ts';
import { readEntries, readTar } from '../../support/raw-tar.ts';

/** Bytes that a path may hold: all but NUL. */
const pathBytes = (maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc
    .array(fc.oneof(fc.constantFrom(0x61, 0x2f, 0x2e), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength,
    })
    .map((bytes) => Uint8Array.from(bytes));
const anyPath = fc.oneof(
  pathBytes(20),
  pathBytes(400),
  fc
    .tuple(fc.integer({ min: 1, max: 160 }), fc.integer({ min: 0, max: 102 }))
    .map(([a, b]) => Buffer.from(`${'p'.repeat(a)}/${'n'.repeat(b)}x`)),
);
const anyNumber = (fieldBytes: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(0, 1, 8 ** (fieldBytes - 1) - 1, 8 ** (fieldBytes - 1)), fc.nat());
const anySize = fc.oneof(fc.constantFrom(0, 1, 511, 512, 513, 1023, 1024, 1025), fc.nat({ max: 3000 }));
const anyXattr = fc.record({
  name: fc.constantFrom('user.a', 'user.b', 'security.capability', 'trusted.é', 'user. '),
  value: fc.uint8Array({ maxLength: 30 }),
});

const anyItem: fc.Arbitrary<TarItem> = fc
  .record({
    kind: fc.constantFrom('file', 'directory', 'symlink', 'hardlink', 'character', 'block', 'fifo'),
    path: anyPath,
    target: anyPath,
    mode: fc.integer({ min: 0, max: 0o7777 }),
    uid: anyNumber(8),
    gid: anyNumber(8),
    mtimeSeconds: fc.oneof(anyNumber(12), fc.constantFrom(-1, -0.5, 0.25, 1_700_000_000.125, 2 ** 40)),
    size: anySize,
    fill: fc.nat(255),
    xattrs: fc.uniqueArray(anyXattr, { maxLength: 3, selector: ({ name }) => name }),
    device: fc.record({ major: anyNumber(7), minor: fc.constantFrom(0, 255, 0o7777777) }),
  })
  .map(({ kind, size, fill, target, device: numbers, ...item }) => ({
    ...item,
    kind,
    ...(kind === 'file' ? { content: Buffer.alloc(size, fill) } : {}),
    ...(kind === 'symlink' || kind === 'hardlink' ? { target } : {}),
    ...(kind === 'character' || kind === 'block'
      ? { device: { major: numbers.major % 8 ** 7, minor: numbers.minor } }
      : {}),
  }));

const latin1 = (bytes: string | Uint8Array | undefined): string =>
  Buffer.from((bytes ?? '') as string).toString('latin1');

/** What a reader must say about an entry. */
function expected(item: TarItem): object {
  const path = latin1(item.path);
  const content = item.content as Uint8Array | undefined;
  return {
    kind: item.kind,
    path: item.kind === 'directory' && !path.endsWith('/') ? `${path}/` : path,
    link: latin1(item.target),
    mode: item.mode,
    uid: item.uid,
    gid: item.gid,
    mtimeSeconds: item.mtimeSeconds,
    sizeBytes: content?.length ?? 0,
    storedBytes: content?.length ?? 0,
    content: latin1(content),
    device: item.device === undefined ? [0, 0] : [item.device.major, item.device.minor],
    xattrs: Object.fromEntries((item.xattrs ?? []).map(({ name, value }) => [name, latin1(value)])),
  };
}

test('what was written is read again, every field, however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(anyItem, { maxLength: 5 }),
      fc.integer({ min: 1, max: 2000 }),
      (items, pieceBytes) => {
        const tar = writeTar(items);
        const { entries, reader } = readTar(tar, pieceBytes);
        expect(entries).toMatchObject(items.map(expected));
        expect(reader).toMatchObject({ hasEndMarker: true, trailingBytes: 0 });
        expect(entries.at(-1)?.endBytes ?? 0).toBe(tar.length - 1024);
      },
    ),
    { numRuns: 300 },
  );
});

test('the stream and the tar in memory are the same bytes, and the same each time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyItem, { maxLength: 4 }), async (items) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of streamTar(items.map(asStream))) pieces.push(Buffer.from(piece));
      expect(Buffer.concat(pieces).equals(writeTar(items))).toBe(true);
      expect(Buffer.from(writeTar(items)).equals(writeTar(structuredClone(items)))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

describe('ustar where it fits', () => {
  const types = (items: TarItem[]): string => {
    const tar = Buffer.from(writeTar(items));
    let found = '';
    for (let at = 0; at < tar.length - 1024; ) {
      found += String.fromCharCode(tar[at + 156]!);
      at += 512 + Math.ceil(Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8) / 512) * 512;
    }
    return found;
  };

  test.each([
    ['a name of 100 bytes', 'n'.repeat(100)],
    ['a prefix of 155 bytes', `${'p'.repeat(155)}/${'n'.repeat(100)}`],
    ['a name that is not ASCII', 'é'],
  ])('%s', (_, path) => {
    expect(types([file(path)])).toBe('0');
  });

  test.each([
    ['a name of 101 bytes', 'n'.repeat(101)],
    ['a prefix of 156 bytes', `${'p'.repeat(156)}/n`],
    ['a name that cannot be split', `${'p'.repeat(10)}/${'n'.repeat(101)}`],
    ['a long name with a slash at its start only', `/${'n'.repeat(100)}`],
  ])('else PAX: %s', (_, path) => {
    expect(types([file(path)])).toBe('x0');
    expect(readEntries(writeTar([file(path)]))[0]?.path).toBe(path);
  });

  test("numbers at the fields' limits", () => {
    expect(types([file('a', '', { uid: 8 ** 7 - 1, gid: 8 ** 7 - 1, mtimeSeconds: 8 ** 11 - 1 })])).toBe('0');
    expect(types([file('a', '', { uid: 8 ** 7 })])).toBe('x0');
    expect(types([file('a', '', { gid: 8 ** 7 })])).toBe('x0');
    expect(types([file('a', '', { mtimeSeconds: 8 ** 11 })])).toBe('x0');
    expect(types([file('a', '', { mtimeSeconds: -1 })])).toBe('x0');
    expect(types([file('a', '', { mtimeSeconds: 0.5 })])).toBe('x0');
    expect(types([symlink('a', 't'.repeat(100)), symlink('b', 't'.repeat(101))])).toBe('2x2');
  });
});

test('the exact bytes of a small entry', () => {
  const header = Buffer.from(writeTar([dir('d', { mode: 0o750, uid: 1, gid: 2, mtimeSeconds: 3 })])).subarray(
    0,
    512,
  );
  expect(header.toString('latin1', 0, 157)).toBe(
    `d/${'\0'.repeat(98)}0000750\x000000001\x000000002\x0000000000000\x0000000000003\x00007431\0 5`,
  );
  expect(header.toString('latin1', 257, 345)).toBe(`ustar\x0000${'\0'.repeat(64)}0000000\x000000000\0`);
});

test('PAX records are sorted bytewise', () => {
  const tar = Buffer.from(
    writeTar([
      file('n'.repeat(101), '', {
        uid: 8 ** 7,
        mtimeSeconds: 1.5,
        xattrs: { 'user.b': '1', 'user.B': '2', 'security.a': '3' },
      }),
    ]),
  );
  const records = tar.toString('latin1', 512, 1024).replace(/\0+$/, '');
  expect(records.split('\n').map((record) => record.replace(/^\d+ /, '').split('=')[0])).toEqual([
    'SCHILY.xattr.security.a',
    'SCHILY.xattr.user.B',
    'SCHILY.xattr.user.b',
    'mtime',
    'path',
    'uid',
    '',
  ]);
});

test("defaults: modes by kind, nobody's time and owner, the root as `./`", () => {
  const items = [
    file('f'),
    dir('d/'),
    symlink('s', 't'),
    link('h', 'f'),
    fifo('p'),
    device('c', 'character', [1, 3]),
    dir(''),
  ];
  const entries = readEntries(writeTar(items));
  expect(entries.map(({ path, mode }) => [path, mode])).toEqual([
    ['f', 0o644],
    ['d/', 0o755],
    ['s', 0o777],
    ['h', 0o644],
    ['p', 0o644],
    ['c', 0o644],
    ['./', 0o755],
  ]);
  expect(entries.every(({ uid, gid, mtimeSeconds }) => uid + gid + mtimeSeconds === 0)).toBe(true);
});

test('a size over 8 GiB is a PAX record, written as a stream', async () => {
  const chunk = Buffer.alloc(2 ** 20);
  const content = { sizeBytes: 8 ** 11, bytes: repeat(chunk, 3) };
  const pieces: Uint8Array[] = [];
  const writing = async (): Promise<void> => {
    for await (const piece of streamTar([{ kind: 'file', path: 'f', content }])) pieces.push(piece);
  };
  await expect(writing()).rejects.toMatchObject({ code: 'INTERNAL', subject: 'f' });
  expect(Buffer.from(pieces[0]!).toString('latin1', 512, 533)).toBe('19 size=8589934592\n\0\0');
});

test.each([
  ['a NUL in a path', file('a\0b')],
  ['an empty path', file('')],
  ['a NUL in a target', symlink('a', 'b\0')],
  ['an attribute with an equals sign', file('a', '', { xattrs: { 'user.a=b': '' } })],
  ['a device number beyond the field', device('a', 'block', [1, 8 ** 7])],
  ['an owner that is no number', file('a', '', { uid: 0.5 })],
  ['a time that is none', file('a', '', { mtimeSeconds: Number.NaN })],
  ['attributes beyond 1 MiB', file('a', '', { xattrs: { 'user.a': Buffer.alloc(2 ** 20) } })],
])('refuses %s', (_, item) => {
  expect(() => writeTar([item])).toThrow(expect.objectContaining({ code: 'IMAGE_UNSUPPORTED' }));
});

test('refuses content that is not as long as it says', async () => {
  for (const sizeBytes of [0, 3, 5]) {
    const item: TarItem = {
      kind: 'file',
      path: 'f',
      content: { sizeBytes, bytes: repeat(Buffer.from('ab'), 2) },
    };
    await expect(drain(streamTar([item]))).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(() => writeTar([item])).toThrow(/not in memory/);
  }
});

async function drain(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source);
}

async function* repeat(bytes: Uint8Array, times: number): AsyncGenerator<Uint8Array, void, void> {
  for (let i = 0; i < times; i++) yield bytes;
}

/** The same entry with its content as a stream of two pieces. */
function asStream(item: TarItem): TarItem {
  if (!(item.content instanceof Uint8Array)) return item;
  const bytes = item.content;
  const half = bytes.length >> 1;
  return {
    ...item,
    content: {
      sizeBytes: bytes.length,
      bytes: (async function* () {
        yield bytes.subarray(0, half);
        yield bytes.subarray(half);
      })(),
    },
  };
}
