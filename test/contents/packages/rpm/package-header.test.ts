import { describe, expect, test } from 'vitest';
import { TAG, TYPE } from '../../../../src/contents/packages/rpm/header-tags.ts';
import { PackageHeader } from '../../../../src/contents/packages/rpm/package-header.ts';
import { encodeHeader, int32, text, texts } from '../../../support/rpm-headers.ts';

const read = (...args: Parameters<typeof encodeHeader>): PackageHeader =>
  PackageHeader.read(encodeHeader(...args))!;

describe('values', () => {
  test('of all types, aligned', () => {
    const header = read([
      text(TAG.name, 'a'),
      int32(TAG.epoch, 0xffffffff),
      texts(TAG.dirNames, ['/', '', '/ü/']),
      { tag: TAG.fileStates, type: TYPE.char, value: [0, 1, 255] },
      { tag: 4000, type: TYPE.int16, value: [1, 0xfffe] },
      { tag: TAG.longSize, type: TYPE.int64, value: [5e9] },
      { tag: TAG.group, type: TYPE.i18nString, value: ['Base', 'Basis'] },
    ]);
    expect(header.text(TAG.name)).toBe('a');
    expect([...header.strings(TAG.dirNames)]).toEqual(['/', '', '/ü/']);
    expect(header.text(TAG.group)).toBe('Base');
    expect(Array.from(header.numbers(TAG.epoch))).toEqual([0xffffffff]);
    expect(Array.from(header.numbers(TAG.fileStates))).toEqual([0, 1, 255]);
    expect(Array.from(header.numbers(4000))).toEqual([1, 0xfffe]);
    expect(Array.from(header.numbers(TAG.longSize))).toEqual([5e9]);
  });

  test('absent, or of another type, read as nothing', () => {
    const header = read([text(TAG.name, 'a'), int32(TAG.epoch, 1)]);
    expect(header.text(TAG.epoch)).toBe('');
    expect(header.text(TAG.version)).toBe('');
    expect(header.strings(TAG.epoch)).toEqual([]);
    expect(header.numbers(TAG.name)).toEqual([]);
    expect(header.numbers(TAG.size)).toEqual([]);
  });

  test('behind the region replace those in it', () => {
    const header = read([text(TAG.name, 'a'), text(TAG.license, 'old')], [text(TAG.license, 'new')]);
    expect(header.text(TAG.name)).toBe('a');
    expect(header.text(TAG.license)).toBe('new');
  });

  test('of names in the new form replace those in the old one', () => {
    const names = [text(TAG.name, 'a'), texts(TAG.oldFileNames, ['/old'])];
    expect(read(names, []).strings(TAG.oldFileNames)).toEqual(['/old']);
    expect(read(names, [texts(TAG.baseNames, ['new'])]).strings(TAG.oldFileNames)).toEqual([]);
  });
});

describe('no header', () => {
  const whole = encodeHeader([text(TAG.name, 'a'), int32(TAG.epoch, 1)]);
  const changed = (at: number, value: number): Buffer => {
    const bytes = Buffer.from(whole);
    bytes.writeUInt32BE(value, at);
    return bytes;
  };

  test.each([
    ['empty', Buffer.alloc(0)],
    ['shorter than it states', whole.subarray(0, whole.length - 1)],
    ['longer than it states', Buffer.concat([whole, Buffer.alloc(1)])],
    ['without entries', changed(0, 0)],
    ['more entries than bytes', changed(0, 0xffffffff)],
    ['more data than bytes', changed(4, 0x7fffffff)],
    ['an unknown type', changed(12, 10)],
    ['type null', changed(12, 0)],
    ['an offset outside', changed(16, 8)],
    ['a negative offset', changed(16, 0xfffffff0)],
    ['no values', changed(20, 0)],
    ['more values than bytes', changed(36, 2)],
  ])('%s', (_, bytes) => {
    expect(PackageHeader.read(whole)).toBeDefined();
    expect(PackageHeader.read(bytes)).toBeUndefined();
  });

  test('more values than rpm takes', () => {
    const many = (count: number) => ({ tag: 4000, type: TYPE.int8, value: new Array<number>(count).fill(0) });
    expect(PackageHeader.read(encodeHeader([many(0xfffff)]))).toBeDefined();
    expect(PackageHeader.read(encodeHeader([many(0x100000)]))).toBeUndefined();
  });
});

test('fewer strings than stated read as none', () => {
  const bytes = encodeHeader([texts(TAG.baseNames, ['a', 'b'])]);
  bytes.writeUInt32BE(3, 20);
  bytes[bytes.length - 1] = 0;
  expect(PackageHeader.read(bytes)!.strings(TAG.baseNames)).toEqual([]);
});
