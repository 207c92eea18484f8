import { expect, test } from 'vitest';
import { expandWord, processWords } from '../../../src/dockerfile/expansion/expand-word.ts';
import { errorOf } from '../parse-text.ts';

const VALUES: Readonly<Record<string, string>> = { A: 'a b', E: '', P: '/usr/lib/x.tar.gz', X: 'abcabc' };
const look = (name: string): string | undefined => VALUES[name];
const expand = (word: string, escapeToken = '\\'): string =>
  expandWord(word, look, { escape: escapeToken }).value;
/** A dollar sign before a brace, which template literals would take. */
const D = '$';

test.each<readonly [string, string]>([
  ['x$A.y', 'xa b.y'],
  [`${D}{A}z`, 'a bz'],
  ['$U|$E', '|'],
  ['$', '$'],
  ['$1x', 'x'],
  [`${D}{U:-d}${D}{E:-d}${D}{E-d}${D}{A:-d}`, 'dda b'],
  [`${D}{A:+s}${D}{E:+s}${D}{E+s}${D}{U+s}`, 'ss'],
  [`${D}{U:-${D}{V:-$A}}`, 'a b'],
  [`${D}{P#*/}|${D}{P##*/}`, 'usr/lib/x.tar.gz|x.tar.gz'],
  [`${D}{P%.*}|${D}{P%%.*}`, '/usr/lib/x.tar|/usr/lib/x'],
  [`${D}{X/b/-}|${D}{X//b/-}|${D}{X/b*/}`, 'a-cabc|a-ca-c|a'],
  [`${D}{P//\\//_}`, '_usr_lib_x.tar.gz'],
  [`${D}{X//?b/[]}`, '[]c[]c'],
  ["'$A'", '$A'],
  ['"$A \\" \\x"', 'a b " \\x'],
  ['\\$A', '$A'],
  ['a\\', 'a'],
])('%s becomes %s', (word, value) => {
  expect(expand(word)).toBe(value);
});

test('the escape is the one of the file', () => {
  expect(expand('`$A\\x', '`')).toBe('$A\\x');
});

test.each([
  `${D}{`,
  `${D}{}`,
  `${D}{A`,
  `${D}{U?}`,
  `${D}{E:?no}`,
  `${D}{A^}`,
  `${D}{A:#x}`,
  `${D}{A#\\x}`,
  "'a",
  '"a',
])('%s is refused', (word) => {
  expect(errorOf(() => expand(word)).code).toBe('DOCKERFILE_INVALID');
});

test('says which variables had a value', () => {
  const { set, unset } = expandWord(`$A ${D}{U:-$V} $E`, look, { escape: '\\' });
  expect([[...set], [...unset]]).toEqual([
    ['A', 'E'],
    ['V', 'U'],
  ]);
});

test('values are split at their white space, quoted ones are not', () => {
  expect(processWords('x$A "$A" \'c d\' e\\ f', look, { escape: '\\' })).toEqual([
    'xa',
    'b',
    'a b',
    'c d',
    'e f',
  ]);
});

test('what is kept, is kept', () => {
  const lexing = { escape: '\\', keepQuotes: true, keepEscapes: true, keepUnset: true } as const;
  expect(expandWord(`"a" 'b' \\c $U ${D}{U:-d}`, look, lexing).value).toBe(`"a" 'b' \\c $U ${D}{U:-d}`);
});
