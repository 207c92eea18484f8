import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  listZipEntries,
  readZipEntry,
  type ZipBudget,
} from '../../../../src/contents/packages/java/zip-archive.ts';
import { type ZipShape, zip } from '../../../support/zip-files.ts';

const budget = (): ZipBudget => ({ bytesLeft: 1e9, entriesLeft: 1e6 });
const readAll = (archive: Uint8Array): [string, string | undefined][] | undefined =>
  listZipEntries(archive, budget(), () => true)?.map((entry) => {
    const content = readZipEntry(archive, entry, budget(), 1e6);
    return [entry.name, content && Buffer.from(content).toString()];
  });

test.each<[string, ZipShape]>([
  ['a plain archive', {}],
  ['one behind a script', { prefix: '#!/bin/sh\nexec java -jar "$0"\n' }],
  ['one with a comment that looks like an end', { comment: `PK\x05\x06${'x'.repeat(30)}` }],
  ['zip64', { isZip64: true }],
  ['zip64 behind a script', { isZip64: true, prefix: '#!/bin/sh\n' }],
])('%s', (_, shape) => {
  const items = [
    { name: 'a/', content: '', isStored: true },
    { name: 'a/b.txt', content: 'deflated '.repeat(50), isZip64: shape.isZip64 ?? false },
    { name: 'ü', content: 'stored', isStored: true },
  ];
  expect(readAll(zip(items, shape))).toEqual(items.map(({ name, content }) => [name, content]));
});

test('any entries come back', () => {
  const item = fc.record({
    name: fc.string({ unit: 'grapheme' }),
    content: fc.string({ unit: 'grapheme' }),
    isStored: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(item), fc.string(), (items, prefix) => {
      expect(readAll(zip(items, { prefix }))).toEqual(items.map(({ name, content }) => [name, content]));
    }),
  );
});

test('what zip(1)’s own layout adds is passed over: an archive of no entries, and trailing bytes', () => {
  expect(readAll(zip([]))).toEqual([]);
  expect(readAll(Buffer.concat([zip([{ name: 'a', content: 'x' }]), Buffer.from('\n')]))).toEqual([
    ['a', 'x'],
  ]);
});
