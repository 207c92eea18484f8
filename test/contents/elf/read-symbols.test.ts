import { describe, expect, test } from 'vitest';
import { readDynamicSymbols } from '../../../src/contents/elf/read-symbols.ts';
import { makeElf } from '../../support/elf-files.ts';

const SYMBOLS = [
  { name: 'plain', kind: 'given' },
  { name: 'greet', kind: 'given', version: 'LIB_1' },
  { name: 'greet', kind: 'given', version: 'LIB_2' },
  { name: 'hidden', kind: 'local' },
  { name: 'puts', kind: 'wanted', version: 'C_2.2', from: 'libc.so.6' },
  { name: 'sin', kind: 'wanted', version: 'C_2.2', from: 'libm.so.6' },
  { name: 'bare', kind: 'wanted' },
  { name: 'maybe', kind: 'weak' },
] as const;

describe.each([true, false])('is 64-bit: %s', (is64) => {
  test.each([true, false])('is big-endian: %s', (isBigEndian) => {
    const symbols = readDynamicSymbols(makeElf({ is64, isBigEndian, dynamicSymbols: SYMBOLS }));
    expect(symbols).toEqual({
      given: new Set(['plain', 'greet@LIB_1', 'greet@LIB_2']),
      wanted: new Set(['puts@C_2.2', 'sin@C_2.2', 'bare']),
      wantedVersions: new Set(['libc.so.6@C_2.2', 'libm.so.6@C_2.2']),
      givenVersions: new Set(['LIB_1', 'LIB_2']),
    });
  });
});

test('files without a table of them, and files that are none', () => {
  expect(readDynamicSymbols(makeElf({}))).toBeUndefined();
  expect(readDynamicSymbols(makeElf({ dynamicSymbols: SYMBOLS, hasSections: false }))).toBeUndefined();
  expect(readDynamicSymbols(Buffer.from('#!/bin/sh\n'))).toBeUndefined();
});

test('files that are cut anywhere, or have any byte changed, give some answer', () => {
  const whole = makeElf({ dynamicSymbols: SYMBOLS });
  for (let cut = 0; cut < whole.length; cut += 7)
    expect(() => readDynamicSymbols(whole.subarray(0, cut))).not.toThrow();
  for (let at = 0; at < whole.length; at++) {
    const changed = Buffer.from(whole);
    changed[at] = 0xff;
    expect(() => readDynamicSymbols(changed)).not.toThrow();
  }
});
