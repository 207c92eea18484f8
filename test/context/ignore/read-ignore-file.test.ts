import { describe, expect, test } from 'vitest';
import { readIgnoreFile } from '../../../src/context/ignore/read-ignore-file.ts';

const patterns = (
  text: string | Buffer,
  reader: 'ignorefile' | 'imagebuilder' = 'ignorefile',
): readonly string[] => readIgnoreFile(Buffer.from(text), reader).map(({ pattern }) => pattern);

describe('the reader of docker and BuildKit', () => {
  test.each<readonly [line: string, pattern: string | undefined]>([
    ['foo', 'foo'],
    ['  foo\t', 'foo'],
    ['/foo', 'foo'],
    ['//foo', 'foo'],
    ['./foo/', 'foo'],
    ['a/../foo', 'foo'],
    ['../foo', '../foo'],
    ['/', '/'],
    ['.', '.'],
    ['! /foo', '!foo'],
    ['!', '!'],
    ['!/', '!/'],
    ['# no pattern', undefined],
    [' # a pattern', '# a pattern'],
    ['\\#foo', '\\#foo'],
    ['   ', undefined],
    ['foo\r', 'foo'],
    ['\u0085foo\u00a0', 'foo'],
    ['\uFEFFfoo', 'foo'],
  ])('%j', (line, pattern) => {
    expect(patterns(`${line}\n`)).toEqual(pattern === undefined ? [] : [pattern]);
  });

  test('knows the lines, and a byte order mark in the first one only', () => {
    expect(readIgnoreFile(Buffer.from('\uFEFF# c\n\n a \r\n\uFEFFb'), 'ignorefile')).toEqual([
      { line: 3, text: ' a ', pattern: 'a' },
      { line: 4, text: '\uFEFFb', pattern: '\uFEFFb' },
    ]);
  });

  test('keeps bytes that are not UTF-8', () => {
    expect(patterns(Buffer.from([0x61, 0xff, 0x0a, 0x61, 0xfe]))).toEqual(['a\uDCFF', 'a\uDCFE']);
  });

  test('gives up on a line of 64 KiB, and says which', () => {
    expect(patterns(`a\n${'x'.repeat(65_535)}\n`)).toHaveLength(2);
    expect(() => patterns(`a\n${'x'.repeat(65_536)}\n`)).toThrow(
      expect.objectContaining({ code: 'IGNORE_FILE_INVALID', line: 2 }),
    );
  });
});

describe("podman's reader", () => {
  test.each<readonly [line: string, pattern: string | undefined]>([
    ['//foo//', 'foo'],
    [' /foo', ' /foo'],
    ['!/foo', '!/foo'],
    ['///', undefined],
    ['#foo', undefined],
    ['\uFEFFfoo', '\uFEFFfoo'],
  ])('%j', (line, pattern) => {
    expect(patterns(`${line}\n`, 'imagebuilder')).toEqual(pattern === undefined ? [] : [pattern]);
  });
});
