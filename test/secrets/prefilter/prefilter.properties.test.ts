import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Keyword } from '../../../src/secrets/prefilter/gram-tables.ts';
import { MARGIN_BYTES, measureLongest, Prefilter } from '../../../src/secrets/prefilter/prefilter.ts';

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
const PREFILTER = new Prefilter(KEYWORDS, 110_000);

function search(bytes: Buffer, cuts: readonly number[]): string[] {
  const { text } = PREFILTER;
  bytes.copy(text, MARGIN_BYTES);
  const found: string[] = [];
  let searched = 0;
  for (const to of [...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]) {
    const from = Math.max(0, searched - measureLongest(KEYWORDS));
    PREFILTER.search(MARGIN_BYTES + from, MARGIN_BYTES + to, MARGIN_BYTES + searched, (keyword, at) =>
      found.push(`${keyword}@${at - MARGIN_BYTES}`),
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
