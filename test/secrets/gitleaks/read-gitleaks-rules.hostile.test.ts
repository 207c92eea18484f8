// Files of rules that were made to do harm: none may hang the reader, crash it, or give a rule that hangs a scan.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlimsollError } from '../../../src/errors.ts';
import { findInText } from '../../../src/secrets/find-in-text.ts';
import { readGitleaksRules } from '../../../src/secrets/gitleaks/read-gitleaks-rules.ts';
import { parseGoPattern } from '../../../src/secrets/gitleaks/syntax/parse-go-pattern.ts';
import { PatternRefusal } from '../../../src/secrets/gitleaks/syntax/syntax-tree.ts';
import { writePattern } from '../../../src/secrets/gitleaks/syntax/write-pattern.ts';
import { compileRule } from '../../../src/secrets/matching/compiled-rule.ts';
import { createRandom, makeMatchingText } from './syntax/make-matching-text.ts';

/** The machines of tests are slow and busy; what this is about took minutes. */
const READ_LIMIT_MS = 50_000;
const SCAN_LIMIT_MS = 30_000;

function toml(pattern: string): string {
  return `[[rules]]\nid = "a"\nregex = ${JSON.stringify(pattern)}\nkeywords = ["key"]\n`;
}

describe('patterns that explode are refused', () => {
  test.each([
    'key(a+)+$',
    'key(a*)*b',
    'key(a|a)*b',
    'key(a|ab|b)*c',
    'key(?:a?){50}b',
    'key(\\w+\\s?)+!',
    'key(?:[a-z]+[0-9]*)+x',
    'key.*.*.*.*x',
    'key(?:(?:a{1,30}){1,30}){1,30}b',
    'key([^x]*,)*[^x]*y',
    'key((?:a|b|ab)+,?)+z',
  ])('%s', (pattern) => {
    expect(readGitleaksRules(toml(pattern), 'x.toml').rules).toEqual([]);
  });
});

describe('patterns of which each place has few ways are taken', () => {
  test.each([
    'key(?:[a-z]+\\.)+com',
    'key(?:ab|cd)*e',
    'key[a-z]{3,40}=\\d+',
    'key.*x',
    '(?i)key\\s*[:=]\\s*"[^"]+"',
    'key(?:[a-f0-9]{2}:){15}',
  ])('%s', (pattern) => {
    expect(readGitleaksRules(toml(pattern), 'x.toml').rules).toHaveLength(1);
  });
});

test('what is taken is fast on texts that almost match', { timeout: 300_000 }, () => {
  const part = fc.oneof(
    fc.constantFrom('a', 'b', '[ab]', '\\w', '.', '[^a]', 'ab', '\\s', '(?:a|b)', '(?:ab|a)', '\\b'),
  );
  const count = fc.constantFrom('', '*', '+', '?', '{2,5}', '{0,30}', '{3}', '{1,}', '*?');
  const sequence = fc.array(
    fc.tuple(part, count).map(([a, b]) => (a === '\\b' ? a : a + b)),
    { minLength: 1, maxLength: 5 },
  );
  const pattern = fc
    .array(
      fc.tuple(sequence, count).map(([parts, times]) => `(?:${parts.join('')})${times}`),
      { minLength: 1, maxLength: 3 },
    )
    .map((groups) => `key${groups.join('')}!`);
  fc.assert(
    fc.property(pattern, fc.integer({ min: 1, max: 1e6 }), (source, seed) => {
      const { rules } = readGitleaksRules(toml(source), 'x.toml');
      if (rules.length === 0) return;
      const random = createRandom(seed);
      const { node } = parseGoPattern(source);
      const text = `key${'a'.repeat(3000)} ${makeMatchingText(node, random).slice(0, -1)} key${'ab'.repeat(1500)}`;
      const started = performance.now();
      findInText(
        text,
        rules.map((rule) => compileRule(rule)),
      );
      expect(performance.now() - started).toBeLessThan(SCAN_LIMIT_MS);
    }),
    { numRuns: 300 },
  );
});

test('any text is a pattern or refused, and what is taken is an expression', () => {
  const piece = fc.constantFrom(...'abkey01()[]{}|*+?.^$\\-,:<>=!iPmsUxdwbzAQE&é€');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
      try {
        new RegExp(writePattern(parseGoPattern(pieces.join('')).node, 0));
      } catch (error) {
        expect(error).toBeInstanceOf(PatternRefusal);
      }
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['deep groups', '('.repeat(20_000)],
  ['deep repetitions', `key${'(?:'.repeat(90)}a${'{2}'.repeat(1)}${'){2}'.repeat(90)}`],
  ['many options', `key(?:${Array.from({ length: 700 }, (_, i) => `o${i}`).join('|')})`],
  ['many classes', `key${'[a-z]{0,9}'.repeat(1900)}`],
  ['a long text', `key${'a'.repeat(40_000)}`],
  ['many optional words', `key${'(?:ab)?'.repeat(600)}`],
  ['too many options', `key(?:${Array.from({ length: 4000 }, (_, i) => `o${i}`).join('|')})`],
  ['many words', Array.from({ length: 500 }, (_, i) => `w${i}`).join('.')],
])('%s are read in time', (_, pattern) => {
  const started = performance.now();
  readGitleaksRules(toml(pattern), 'x.toml');
  expect(performance.now() - started).toBeLessThan(READ_LIMIT_MS);
});

test('any tables are read or refused', () => {
  const value = fc.oneof(
    fc.constantFrom('1', 'true', '"x"', "['a', 1]", '{ a = 1 }', '[[1]]', '1979-05-27', '-inf'),
  );
  const key = fc.constantFrom(
    'id',
    'regex',
    'path',
    'keywords',
    'entropy',
    'secretGroup',
    'allowlists',
    'required',
    'tags',
  );
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name }), (entries) => {
      try {
        readGitleaksRules(
          `[[rules]]\n${entries.map(([name, each]) => `${name} = ${each}`).join('\n')}`,
          'x.toml',
        );
      } catch (error) {
        expect(error).toBeInstanceOf(PlimsollError);
      }
    }),
  );
});
