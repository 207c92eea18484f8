import { expect, test } from 'vitest';
import { makeVisible } from '../../src/report/visible-text.ts';

test.each([
  ['a terminal command', '\x1b[2J\x1b]0;owned\x07', '\\x1b[2J\\x1b]0;owned\\x07'],
  ['an 8-bit command', '\x9b2J', '\\x9b2J'],
  ['line ends', 'a\r\nb\u2028c\u0085d', 'a\\x0d\\x0ab\\u{2028}c\\x85d'],
  ['text that runs backwards', 'photo\u202egnp.sh', 'photo\\u{202e}gnp.sh'],
  ['invisible characters', 'a\u200bb\u00adc\ufeffd\u3164e', 'a\\u{200b}b\\xadc\\u{feff}d\\u{3164}e'],
  ['tag characters', '\u{e0041}', '\\u{e0041}'],
  ['half a surrogate pair', 'a\ud800b', 'a\\u{d800}b'],
])('%s is shown, not obeyed', (_, text, shown) => expect(makeVisible(text)).toBe(shown));

test('what can be seen stays as it is', () => {
  const text = 'usr/share/Ärger/日本語/ok — "quoted" \\x41 €';
  expect(makeVisible(text)).toBe(text);
});
