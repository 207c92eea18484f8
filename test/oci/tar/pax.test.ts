import { expect, test } from 'vitest';
import { parsePax } from '../../../src/oci/tar/pax.ts';
import { paxRecord } from '../../support/raw-tar.ts';

function parse(...records: readonly (readonly [string, string | Uint8Array])[]) {
  return parsePax(Buffer.concat(records.map(([key, value]) => paxRecord(key, value))));
}

test('values are bytes: newlines, equals signs and bytes that are no UTF-8 are kept', () => {
  const path = Buffer.from('a=b\nc \xff', 'latin1');
  expect(parse(['path', path], ['uid', '5'])).toEqual({ path, uid: 5 });
});

test('a record of every length about a change of its number of digits', () => {
  for (let length = 1; length < 1100; length++)
    expect(parse(['path', 'x'.repeat(length)]).path).toHaveLength(length);
});

test('NULs after the last record are padding', () => {
  expect(parsePax(Buffer.concat([paxRecord('uid', '5'), Buffer.alloc(7)]))).toEqual({ uid: 5 });
  expect(parsePax(Buffer.alloc(0))).toEqual({});
});

test('a later record replaces an earlier one, and an empty value takes it back', () => {
  expect(parse(['path', 'a'], ['path', 'b']).path?.toString()).toBe('b');
  expect(parse(['path', 'a'], ['path', ''])).toEqual({});
  expect(parse(['uid', '5'], ['uid', ''], ['size', ''], ['linkpath', '']).uid).toBeUndefined();
});

test('extended attributes in both forms; the form that engines read wins', () => {
  const schily = ['SCHILY.xattr.user.a', 'one'] as const;
  const libarchive = ['LIBARCHIVE.xattr.user.a', 'dHdv'] as const;
  const xattr = (value: string) => [{ name: 'user.a', value: Buffer.from(value) }];
  expect(parse(schily, libarchive).xattrs).toEqual(xattr('one'));
  expect(parse(libarchive, schily).xattrs).toEqual(xattr('one'));
  expect(parse(libarchive).xattrs).toEqual(xattr('two'));
  expect(parse(['SCHILY.xattr.user.a', '']).xattrs).toEqual(xattr(''));
  expect(parse(['LIBARCHIVE.xattr.user.a%3Db%20c', 'dHdv']).xattrs?.[0]?.name).toBe('user.a=b c');
  expect(parse(['LIBARCHIVE.xattr.user.%zz', 'dHdv']).xattrs?.[0]?.name).toBe('user.%zz');
  expect(parse(['SCHILY.xattr.user.bin', Buffer.from([0, 255, 10])]).xattrs?.[0]?.value).toEqual(
    Buffer.from([0, 255, 10]),
  );
});

test('times: fractions, before 1970, without digits after the point', () => {
  expect(parse(['mtime', '1700000000.123456789']).mtimeSeconds).toBeCloseTo(1_700_000_000.123457, 6);
  expect(parse(['mtime', '-5']).mtimeSeconds).toBe(-5);
  expect(parse(['mtime', '5.']).mtimeSeconds).toBe(5);
});

test('unknown keys are ignored', () => {
  expect(parse(['atime', 'x'], ['SCHILY.dev', '1'], ['LIBARCHIVE.creationtime', '2'])).toEqual({});
});

test.each([
  ['a length that is too short', '5 path=abc\n'],
  ['a length beyond the header', '99 path=abc\n'],
  ['a length of 0', '0 path=abc\n'],
  ['no length', ' path=abc\n'],
  ['a negative length', '-12 path=abc\n'],
  ['a hexadecimal length', '0xd path=abc\n'],
  ['a length with a sign', '+13 path=abc\n'],
  ['a length after a newline', '\n13 path=abc\n'],
  ['a length with a fraction', '14.0 path=abc\n'],
  ['a very long length', `${'1'.repeat(400)} path=abc\n`],
  ['no blank', '11path=abc\n'],
  ['no equals sign', '12 pathxabc\n'],
  ['no key', '8 =abcd\n'],
  ['no newline', '12 path=abcd'],
  ['bytes after the last record', '12 path=abc\nx'],
  ['a NUL in a path', '12 path=a\0c\n'],
  ['a NUL in a key', '12 pa\0h=abc\n'],
  ['a NUL in an attribute', '25 SCHILY.xattr.us\0r.a=1\n'],
  ['a NUL in an attribute that is escaped', '34 LIBARCHIVE.xattr.user%00x=dHdv\n'],
  ['a size that is no number', '12 size=1e3\n'],
  ['a negative size', '11 size=-1\n'],
  ['a size beyond 2^53', '28 size=9223372036854775807\n'],
  ['a time that is none', '13 mtime=now\n'],
  ['an uid that is none', '12 uid=0x10\n'],
])('refuses %s', (_, text) => {
  expect(() => parsePax(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'LAYER_CORRUPT' }));
});
