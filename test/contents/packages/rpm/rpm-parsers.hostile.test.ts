// Damaged and made-up databases: nothing throws, nothing goes round, and little never becomes much.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TAG } from '../../../../src/contents/packages/rpm/header-tags.ts';
import { encodeBdb } from '../../../support/bdb-files.ts';
import { FORMATS, parseDatabase, pathsOf } from '../../../support/made-rpm-databases.ts';
import { encodeNdb } from '../../../support/ndb-files.ts';
import { encodePackage, int32, text, texts } from '../../../support/rpm-headers.ts';
import { encodeRecord, encodeSqlite, encodeVarint } from '../../../support/sqlite-files.ts';

const packages = Array.from({ length: 24 }, (_, i) =>
  encodePackage({
    name: `p${i}`,
    epoch: i,
    files: Array.from({ length: 1 + 7 * i }, (_, file) => `/usr/share/p${i}/${file}`),
    requires: [['libc.so.6()(64bit)', 12, '2']],
  }),
);

/** Longer than any of these takes on a busy machine; what goes round takes for ever. */
const SOON_MILLISECONDS = 60_000;

function parseSoon(name: string, content: Uint8Array): ReturnType<typeof parseDatabase> {
  const start = performance.now();
  const records = parseDatabase(name, content);
  expect(performance.now() - start).toBeLessThan(SOON_MILLISECONDS);
  return records;
}

describe.each(Object.entries(FORMATS))('%s', (_, { name, encode }) => {
  const whole = encode(packages);
  const pathBytes = (records: ReturnType<typeof parseDatabase>): number =>
    (records ?? []).reduce((sum, record) => sum + pathsOf(record).join().length, 0);

  test('a cut file gives no more than the whole one', () => {
    fc.assert(
      fc.property(fc.nat(whole.length), (length) => {
        const records = parseDatabase(name, whole.subarray(0, length));
        expect(records?.length ?? 0).toBeLessThanOrEqual(packages.length);
      }),
      { numRuns: 60 },
    );
  });

  test('changed bytes anywhere throw nothing and blow nothing up', () => {
    const change = fc.tuple(
      fc.nat(whole.length - 1),
      fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 30 }), (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        expect(pathBytes(parseDatabase(name, bytes))).toBeLessThanOrEqual(4 * whole.length);
      }),
      { numRuns: 80 },
    );
  });

  test('flipped bits in the words that lead from page to page', () => {
    // Changes that hit all over the file seldom hit these; here every page's head is hit.
    const step = 512;
    fc.assert(
      fc.property(fc.nat(Math.floor(whole.length / step) - 1), fc.nat(31), fc.nat(7), (page, at, bit) => {
        const bytes = Buffer.from(whole);
        bytes[page * step + at]! ^= 1 << bit;
        parseDatabase(name, bytes);
      }),
      { numRuns: 120 },
    );
  });

  test('pages in disorder', () => {
    const pages = Array.from({ length: Math.ceil(whole.length / 512) }, (_, i) => i);
    fc.assert(
      fc.property(fc.shuffledSubarray(pages.slice(1), { minLength: 1 }), (order) => {
        const parts = [0, ...order].map((page) => whole.subarray(page * 512, page * 512 + 512));
        parseDatabase(name, Buffer.concat(parts));
      }),
      { numRuns: 40 },
    );
  });

  test('bytes of any kind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        parseDatabase(name, bytes);
        const start = Buffer.from(whole.subarray(0, 4096));
        parseDatabase(name, Buffer.concat([start, bytes]));
      }),
      { numRuns: 60 },
    );
  });

  test('one damaged package leaves the others', () => {
    const bad = Buffer.from(packages[5]!);
    bad.writeUInt32BE(0xffff, 0);
    const records = parseDatabase(name, encode([...packages.slice(0, 5), bad, ...packages.slice(6)]))!;
    expect(records.map((record) => record.name).sort()).toEqual(
      packages
        .map((_, i) => `p${i}`)
        .filter((each) => each !== 'p5')
        .sort(),
    );
  });
});

describe('SQLite', () => {
  const PAGE = 65536;
  /** A first page whose table starts at page 2, and `count` further pages. */
  const file = (count: number): Buffer => {
    const first = encodeSqlite({ Packages: [] }, { pageBytes: PAGE }).subarray(0, PAGE);
    const row = encodeRecord(['table', 'Packages', 'Packages', 2, '']);
    const cell = Buffer.concat([encodeVarint(row.length), encodeVarint(1), row]);
    cell.copy(first, 1000);
    first.writeUInt16BE(1000, 108);
    return Buffer.concat([first, Buffer.alloc(count * PAGE)]);
  };

  test('interior pages that lead to themselves, to each other, to the schema and to nowhere', () => {
    const bytes = file(60);
    for (let page = 1; page <= 60; page++) {
      const start = page * PAGE;
      bytes[start] = 5;
      bytes.writeUInt16BE(0x7000, start + 3);
      bytes.writeUInt32BE((page % 60) + 2, start + 8);
      for (let i = 0; i < 0x7000; i++) bytes.writeUInt16BE(0xff00 + (i % 60) * 4, start + 12 + 2 * i);
      for (let i = 0; i < 60; i++) bytes.writeUInt32BE(i * 3, start + 0xff00 + 4 * i);
    }
    expect(parseSoon('rpmdb.sqlite', bytes)).toEqual([]);
  });

  test('many cells that are one: no more packages than the file could hold', () => {
    const header = encodePackage({ name: 'a', license: 'x'.repeat(20_000) });
    const row = encodeRecord([null, header]);
    const cell = Buffer.concat([encodeVarint(row.length), encodeVarint(1), row]);
    const bytes = file(40);
    for (let page = 1; page <= 40; page++) {
      const start = page * PAGE;
      bytes[start] = page === 1 ? 5 : 13;
      if (page === 1) {
        bytes.writeUInt16BE(38, start + 3);
        for (let i = 0; i < 38; i++) {
          bytes.writeUInt16BE(1000 + 5 * i, start + 12 + 2 * i);
          bytes.writeUInt32BE(i + 3, start + 1000 + 5 * i);
        }
        continue;
      }
      bytes.writeUInt16BE(15_000, start + 3);
      for (let i = 0; i < 15_000; i++) bytes.writeUInt16BE(40_000, start + 8 + 2 * i);
      cell.copy(bytes, start + 40_000);
    }
    const records = parseSoon('rpmdb.sqlite', bytes)!;
    expect(records.length).toBe(Math.floor(bytes.length / header.length));
  });

  test('overflow chains that end early, go round, or state more than there is', () => {
    const database = (change: (page: Buffer, number: number) => void): Buffer => {
      const bytes = encodeSqlite(
        { Packages: [encodePackage({ name: 'a', license: 'x'.repeat(5000) })] },
        { pageBytes: 512 },
      );
      for (let page = 1; page < bytes.length / 512; page++)
        change(bytes.subarray(page * 512, page * 512 + 512), page + 1);
      return bytes;
    };
    const isChained = (page: Buffer): boolean => page[0] === 0 && page.readUInt32BE(0) > 2;
    expect(
      parseDatabase(
        'rpmdb.sqlite',
        database(() => {}),
      ),
    ).toHaveLength(1);
    for (const next of [() => 0, (number: number) => number, () => 1, () => 0xffffffff])
      expect(
        parseSoon(
          'rpmdb.sqlite',
          database((page, number) => {
            if (isChained(page)) page.writeUInt32BE(next(number));
          }),
        ),
      ).toEqual([]);
  });

  test('a payload of 2^40 bytes', () => {
    const bytes = file(1);
    bytes[PAGE] = 13;
    bytes.writeUInt16BE(1, PAGE + 3);
    bytes.writeUInt16BE(100, PAGE + 8);
    Buffer.concat([encodeVarint(2 ** 40), encodeVarint(1)]).copy(bytes, PAGE + 100);
    expect(parseSoon('rpmdb.sqlite', bytes)).toEqual([]);
  });
});

describe('NDB', () => {
  test('a blob whose head or tail does not fit', () => {
    const header = encodePackage({ name: 'a' });
    const whole = encodeNdb([header]);
    expect(parseDatabase('Packages.db', whole)).toHaveLength(1);
    // The blob's magic, package and length; the tail's length and magic.
    for (const at of [4096, 4100, 4108, whole.length - 8, whole.length - 4]) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt32LE(bytes.readUInt32LE(at) ^ 1, at);
      expect(parseDatabase('Packages.db', bytes), String(at)).toEqual([]);
    }
  });

  test('slots that all point to one blob: no more packages than the file could hold', () => {
    const header = encodePackage({ name: 'a', license: 'x'.repeat(50_000) });
    const bytes = Buffer.concat([encodeNdb([header, ...new Array(20_000).fill(undefined)])]);
    for (let slot = 3; slot < 20_000; slot++) bytes.copyWithin(slot * 16, 32, 48);
    expect(parseSoon('Packages.db', bytes)!.length).toBe(Math.floor(bytes.length / header.length));
  });

  test('slots without end, blobs among the slots and behind the end', () => {
    const bytes = encodeNdb([encodePackage({ name: 'a' }), encodePackage({ name: 'b' })]);
    bytes.writeUInt32LE(0xffffffff, 12);
    expect(parseSoon('Packages.db', bytes)).toEqual([]);
    for (const [at, value] of [
      [40, 1],
      [40, 0xffffffff],
      [44, 0xffffffff],
      [44, 0],
      [36, 7],
    ] as const) {
      const changed = encodeNdb([encodePackage({ name: 'a' }), encodePackage({ name: 'b' })]);
      changed.writeUInt32LE(value, at);
      expect(parseSoon('Packages.db', changed)!.map(({ name }) => name)).toEqual(['b']);
    }
  });
});

describe('Berkeley DB', () => {
  const header = encodePackage({ name: 'a', license: 'x'.repeat(9000) });

  test('an overflow page that states another number, or more than it can hold', () => {
    for (const [at, value] of [
      [8, 99],
      [20, 0xffff0001],
    ] as const) {
      const bytes = encodeBdb([header]);
      const page = bytes.findIndex((_, i) => i % 4096 === 25 && bytes[i] === 7) - 25;
      bytes.writeUInt32LE(value, page + at);
      expect(parseSoon('Packages', bytes)).toEqual([]);
    }
  });

  test('buckets without number, pages that lead to themselves', () => {
    const bytes = encodeBdb([header]);
    bytes.writeUInt32LE(0xffffffff, 72);
    expect(parseSoon('Packages', bytes)).toHaveLength(1);
    for (let page = 1; page < bytes.length / 4096; page++) bytes.writeUInt32LE(page, page * 4096 + 16);
    expect(parseSoon('Packages', bytes)).toEqual([]);
  });

  test('values of 4 GiB on many pages', () => {
    const bytes = encodeBdb(new Array<Buffer>(500).fill(header));
    for (let page = 1; page < bytes.length / 4096; page++) {
      const start = page * 4096;
      if (bytes[start + 25] !== 13) continue;
      for (let i = 1; i < bytes.readUInt16LE(start + 20); i += 2)
        bytes.writeUInt32LE(0xffffffff, start + bytes.readUInt16LE(start + 26 + 2 * i) + 8);
    }
    expect(parseSoon('Packages', bytes)).toEqual([]);
  });

  test('items that all are one value on the page: no more than the file could hold', () => {
    const small = encodePackage({ name: 'a' });
    const bytes = encodeBdb([Buffer.alloc(1)], { pageBytes: 65536 });
    const start = 65536;
    Buffer.concat([Buffer.of(1), small]).copy(bytes, start + 60_000);
    bytes.writeUInt16LE(20_000, start + 20);
    for (let i = 0; i < 20_000; i += 2) {
      bytes.writeUInt16LE(60_001 + small.length, start + 26 + 2 * i);
      bytes.writeUInt16LE(60_000, start + 28 + 2 * i);
    }
    expect(parseSoon('Packages', bytes)!.length).toBe(Math.floor(bytes.length / small.length));
  });
});

describe('headers', () => {
  const parseOne = (header: Buffer) => parseSoon('Packages.db', encodeNdb([header]))!;

  test('one long folder for many names: a list that the header could not be the index of is none', () => {
    const count = 100_000;
    const header = encodePackage({
      name: 'a',
      more: [
        texts(TAG.dirNames, [`/${'x'.repeat(100_000)}/`]),
        texts(TAG.baseNames, new Array(count).fill('y')),
        int32(TAG.dirIndexes, ...new Array<number>(count).fill(0)),
      ],
    });
    expect(parseOne(header).map(pathsOf)).toEqual([[]]);
  });

  test('a million names without a letter', () => {
    const header = encodePackage({
      name: 'a',
      more: [
        texts(TAG.dirNames, ['/']),
        texts(TAG.baseNames, new Array(0xfffff).fill('')),
        texts(TAG.requireName, new Array(0xfffff).fill('')),
      ],
    });
    expect(parseOne(header)).toHaveLength(1);
  });

  test('values that lie upon each other', () => {
    const header = encodePackage({ name: 'a', more: [text(TAG.license, 'x'.repeat(1_000_000))] });
    const entries = header.readUInt32BE(0);
    const license = 8 + 16 * (entries - 2);
    for (let i = 1; i < entries; i++) header.writeUInt32BE(header.readUInt32BE(license + 8), 8 + 16 * i + 8);
    expect(parseOne(header).length).toBeLessThanOrEqual(1);
  });
});
