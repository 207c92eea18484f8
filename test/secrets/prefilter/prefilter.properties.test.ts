import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FollowBudget } from '../../../src/secrets/prefilter/follow-budget.ts';
import { makeGramTables } from '../../../src/secrets/prefilter/gram-tables.ts';
import type { Keyword } from '../../../src/secrets/prefilter/keyword.ts';
import { makeKeywordMemory } from '../../../src/secrets/prefilter/keyword-memory.ts';
import { MARGIN_BYTES, Prefilter } from '../../../src/secrets/prefilter/prefilter.ts';

/** Letters alone. */
const LETTERS = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[a-z]/i.test(String.fromCharCode(byte)) ? 1 : 0,
);

const KEYWORDS: readonly Keyword[] = [
  { text: 'SG.', ignoresCase: false },
  { text: 'key', ignoresCase: true },
  { text: 'ghp_', ignoresCase: false },
  { text: 'password', ignoresCase: true },
  { text: 'pass', ignoresCase: true },
  { text: 'PASS', ignoresCase: false },
  { text: 'aaaa', ignoresCase: true },
  { text: '-----begin', ignoresCase: true },
];

function searchNaively(text: string): string[] {
  return KEYWORDS.flatMap(({ text: keyword, ignoresCase }, index) => {
    const searched = ignoresCase ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text;
    const found: string[] = [];
    for (let at = searched.indexOf(keyword); at >= 0; at = searched.indexOf(keyword, at + 1))
      found.push(`${index}@${at}`);
    return found;
  }).sort();
}

/** Memory is used again, so what was searched before lies behind each text. */
const PREFILTER = new Prefilter(makeKeywordMemory(KEYWORDS, makeGramTables(KEYWORDS)), 110_000);
const LONGEST = Math.max(...KEYWORDS.map(({ text }) => text.length));

function search(bytes: Buffer, cuts: readonly number[]): string[] {
  const { text } = PREFILTER;
  bytes.copy(text, MARGIN_BYTES);
  const found: string[] = [];
  let searched = 0;
  for (const to of [...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]) {
    const from = Math.max(0, searched - LONGEST);
    PREFILTER.search(
      MARGIN_BYTES + from,
      MARGIN_BYTES + to,
      MARGIN_BYTES + searched,
      0,
      new FollowBudget(),
      (keyword, at) => found.push(`${keyword}@${at - MARGIN_BYTES}`),
    );
    searched = to;
  }
  return found.sort();
}

const piece = fc.oneof(
  fc.constantFrom(
    'SG.',
    'sg.',
    'Key',
    'ghp_',
    'GHP_',
    'passWORD',
    'PASS',
    'pass',
    'aAaA',
    '-----BEGIN',
    '@`[{',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

test('every keyword is told once, at any position, however the text is cut', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }),
      fc.array(fc.nat(300), { maxLength: 5 }),
      (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''), 'latin1');
        expect(search(bytes, cuts)).toEqual(searchNaively(bytes.toString('latin1')));
      },
    ),
    { numRuns: 2000 },
  );
});

test('texts longer than a stretch', () => {
  const bytes = Buffer.alloc(100_001, 0x2e);
  for (let at = 7; at + 8 < bytes.length; at += 997)
    bytes.write(at % 2 === 0 ? 'Password' : 'ghp_', at, 'latin1');
  expect(search(bytes, [])).toEqual(searchNaively(bytes.toString('latin1')));
});

const CLOSE: readonly Keyword[] = [
  { text: 'tok', ignoresCase: false, previousBytes: LETTERS.map((is) => 1 - is), nextBytes: LETTERS },
  { text: 'AAAB', ignoresCase: false, previousBytes: LETTERS.map((is) => 1 - is), nextBytes: LETTERS },
  { text: 'BAAA', ignoresCase: false, previousBytes: LETTERS.map((is) => 1 - is), nextBytes: LETTERS },
];

test('short keywords are told wherever what may stand beside them does, and never elsewhere than they stand', () => {
  const prefilter = new Prefilter(makeKeywordMemory(CLOSE, makeGramTables(CLOSE)), 1000);
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('tok', 'AAAB', 'BAAA', 'a', 'Z', '.', '0', '\0'), { maxLength: 20 }),
      (pieces) => {
        const text = `${pieces.join('')}\0`;
        prefilter.text.write(text, MARGIN_BYTES, 'latin1');
        const found = new Set<string>();
        const [from, to] = [MARGIN_BYTES, MARGIN_BYTES + text.length - 1];
        prefilter.search(from, to, from, 0, new FollowBudget(), (keyword, at) =>
          found.add(`${keyword}@${at - MARGIN_BYTES}`),
        );
        for (const [index, { text: keyword }] of CLOSE.entries())
          for (let at = 0; at < text.length; at++) {
            const isThere = text.startsWith(keyword, at);
            const isWanted =
              isThere &&
              !/[a-z]/i.test(text[at - 1] ?? '\0') &&
              /[a-z]/i.test(text[at + keyword.length] ?? '\0');
            if (isWanted) expect(found).toContain(`${index}@${at}`);
            if (!isThere) expect(found).not.toContain(`${index}@${at}`);
          }
      },
    ),
    { numRuns: 1000 },
  );
});

test('a flood of one keyword takes bounded work, and others in it are told', () => {
  const budget = new FollowBudget();
  const bytes = Buffer.alloc(100_000, 'password');
  bytes.write('ghp_', 50_001);
  let [floods, others] = [0, 0];
  for (let round = 0; round < 100; round++) {
    bytes.copy(PREFILTER.text, MARGIN_BYTES);
    const [from, to] = [MARGIN_BYTES, MARGIN_BYTES + bytes.length];
    PREFILTER.search(from, to, from, round * bytes.length, budget, (keyword) => {
      if (KEYWORDS[keyword]!.text === 'ghp_') others++;
      else floods++;
    });
  }
  expect(others).toBe(100);
  expect(floods).toBeLessThan(100_000);
  expect(budget.refused).toBeGreaterThan(1_000_000);
});
