import { expect, test } from 'vitest';
import {
  blocks,
  GNU,
  paxHeader,
  type RawFields,
  rawHeader,
  rawTar,
  readEntries,
} from '../../support/raw-tar.ts';

const octal = (value: number): string => `${value.toString(8).padStart(11, '0')}\0`;

/** An old GNU sparse file: the first four segments in the header, the rest in extension blocks of 21. */
function gnuSparse(
  segments: readonly (readonly [number, number])[],
  realSize: number,
  content: string,
): Buffer {
  const pairs = segments.map(([offset, size]) => octal(offset) + octal(size));
  const rest = pairs.slice(4);
  const header = rawHeader({
    name: 'sparse',
    type: 'S',
    magic: GNU,
    size: content.length,
    at: [
      [386, pairs.slice(0, 4).join('')],
      [482, rest.length > 0 ? '\x01' : '\0'],
      [483, octal(realSize)],
    ],
  });
  const extensions: Buffer[] = [];
  for (let i = 0; i < rest.length; i += 21) {
    const block = Buffer.alloc(512);
    block.write(rest.slice(i, i + 21).join(''), 0, 'latin1');
    block[504] = i + 21 < rest.length ? 1 : 0;
    extensions.push(block);
  }
  return rawTar(header, ...extensions, blocks(content), rawHeader({ name: 'after' }));
}

/** A PAX sparse file in form 0.0, 0.1 or 1.0. */
function paxSparse(
  records: readonly (readonly [string, string])[],
  body: string,
  fields: RawFields = {},
): Buffer {
  return rawTar(
    paxHeader(records),
    rawHeader({ name: 'GNUSparseFile.1/x', size: body.length, ...fields }),
    blocks(body),
    rawHeader({ name: 'after' }),
  );
}

test('old GNU form: holes before, between and after', () => {
  const [entry, after] = readEntries(
    gnuSparse(
      [
        [2, 3],
        [8, 1],
        [12, 0],
      ],
      12,
      'abcd',
    ),
  );
  expect(entry).toMatchObject({ kind: 'file', path: 'sparse', sizeBytes: 12, storedBytes: 4 });
  expect(entry?.content).toBe('\0\0abc\0\0\0d\0\0\0');
  expect(after?.path).toBe('after');
});

test.each([1, 4, 5, 25, 26, 60])('old GNU form with %i segments, in extension blocks', (count) => {
  const segments = Array.from({ length: count }, (_, i) => [i * 4 + 1, 2] as const);
  const content = Array.from({ length: count }, (_, i) => String.fromCharCode(65 + (i % 26)).repeat(2)).join(
    '',
  );
  const tar = gnuSparse(segments, count * 4, content);
  const [entry, after] = readEntries(tar);
  const expected = Array.from({ length: count }, (_, i) => `\0${content.slice(2 * i, 2 * i + 2)}\0`).join('');
  expect(entry?.content).toBe(expected);
  expect(after?.path).toBe('after');
  for (const pieceBytes of [1, 7, 512]) expect(readEntries(tar, pieceBytes)[0]).toEqual(entry);
});

test('old GNU form that is all hole', () => {
  expect(readEntries(gnuSparse([], 5, ''))[0]).toMatchObject({
    sizeBytes: 5,
    storedBytes: 0,
    content: '\0'.repeat(5),
  });
});

test('PAX form 0.0: repeated records', () => {
  const tar = paxSparse(
    [
      ['GNU.sparse.size', '10'],
      ['GNU.sparse.numblocks', '2'],
      ['GNU.sparse.offset', '1'],
      ['GNU.sparse.numbytes', '2'],
      ['GNU.sparse.offset', '6'],
      ['GNU.sparse.numbytes', '1'],
    ],
    'abc',
    { name: 'real' },
  );
  const [entry, after] = readEntries(tar);
  expect(entry).toMatchObject({ path: 'real', sizeBytes: 10, storedBytes: 3, content: '\0ab\0\0\0c\0\0\0' });
  expect(after?.path).toBe('after');
});

test('PAX form 0.1: one map and the name apart', () => {
  const tar = paxSparse(
    [
      ['GNU.sparse.size', '10'],
      ['GNU.sparse.numblocks', '2'],
      ['GNU.sparse.map', '1,2,6,1'],
      ['GNU.sparse.name', 'real'],
      ['path', 'GNUSparseFile.1/real'],
    ],
    'abc',
  );
  expect(readEntries(tar)[0]).toMatchObject({ path: 'real', sizeBytes: 10, content: '\0ab\0\0\0c\0\0\0' });
});

const FORM_1 = [
  ['GNU.sparse.major', '1'],
  ['GNU.sparse.minor', '0'],
  ['GNU.sparse.name', 'real'],
  ['GNU.sparse.realsize', '10'],
] as const;

test('PAX form 1.0: the map at the front of the body', () => {
  const tar = paxSparse(FORM_1, `${'2\n1\n2\n6\n1\n'.padEnd(512, '\0')}abc`);
  const [entry, after] = readEntries(tar);
  expect(entry).toMatchObject({ path: 'real', sizeBytes: 10, storedBytes: 3, content: '\0ab\0\0\0c\0\0\0' });
  expect(after?.path).toBe('after');
  for (const pieceBytes of [1, 7, 513]) expect(readEntries(tar, pieceBytes)[0]).toEqual(entry);
});

test('PAX form 1.0 with a map of several blocks, and with no segment at all', () => {
  const count = 200;
  let map = `${count}\n`;
  for (let i = 0; i < count; i++) map += `${i * 1000}\n1\n`;
  const records = [...FORM_1.slice(0, 3), ['GNU.sparse.realsize', '200000'] as const];
  const [entry] = readEntries(
    paxSparse(records, map.padEnd(Math.ceil(map.length / 512) * 512, '\0') + 'x'.repeat(count)),
  );
  expect(entry?.content).toBe(`x${'\0'.repeat(999)}`.repeat(count));
  expect(readEntries(paxSparse(FORM_1, '0\n'.padEnd(512, '\0')))[0]?.content).toBe('\0'.repeat(10));
});

test('an empty map record is a file that is all hole', () => {
  const tar = paxSparse(
    [
      ['GNU.sparse.size', '4'],
      ['GNU.sparse.numblocks', '0'],
      ['GNU.sparse.map', ''],
    ],
    '',
  );
  expect(readEntries(tar)[0]).toMatchObject({ sizeBytes: 4, content: '\0\0\0\0' });
});

test.each([
  [
    'segments that overlap',
    gnuSparse(
      [
        [0, 3],
        [2, 1],
      ],
      10,
      'abcd',
    ),
  ],
  [
    'segments in falling order',
    gnuSparse(
      [
        [6, 1],
        [2, 1],
      ],
      10,
      'ab',
    ),
  ],
  ['a segment beyond the end', gnuSparse([[8, 3]], 10, 'abc')],
  ['less content than the map says', gnuSparse([[0, 3]], 10, 'ab')],
  ['more content than the map says', gnuSparse([[0, 1]], 10, 'ab')],
  [
    'a map with an odd number',
    paxSparse(
      [
        ['GNU.sparse.size', '9'],
        ['GNU.sparse.map', '1,2,3'],
      ],
      'ab',
    ),
  ],
  [
    'a map with a negative number',
    paxSparse(
      [
        ['GNU.sparse.size', '9'],
        ['GNU.sparse.map', '-1,2'],
      ],
      'ab',
    ),
  ],
  ['no size', paxSparse([['GNU.sparse.map', '0,2']], 'ab')],
  ['a map longer than the body', paxSparse(FORM_1, '300\n1\n'.padEnd(512, '0\n'))],
  ['a map that is no list of numbers', paxSparse(FORM_1, 'x\n'.padEnd(512, '\0'))],
  ['a map without a newline', paxSparse(FORM_1, '1'.repeat(1024))],
  ['a map that is cut by the body', paxSparse(FORM_1, '1\n')],
])('refuses %s', (_, tar) => {
  expect(() => readEntries(tar)).toThrow(expect.objectContaining({ code: 'LAYER_CORRUPT' }));
});
