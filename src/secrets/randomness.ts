// Whether a text looks drawn at random, as keys are, or written by somebody, as names, paths and versions are.
import { measureEntropy } from './entropy.ts';

/** How often neighbours differ in class in random text of letters and digits: about 0.45; in names, seldom above 0.15. */
const LEAST_CHANGES = 0.22;
const LEAST_DIGITS = 2;
/** Keys in hexadecimal are whole words of 16 bits; nobody writes them in both cases, except by hand. */
const HEX = /^(?:[a-f0-9]{4})+$|^(?:[A-F0-9]{4})+$/;
/** Shorter ones number things. */
const LEAST_HEX = 20;
const HAND_MADE_HEX = /^[a-fA-F0-9]+$/;
const UUID = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/i;
/** Four letters in a row that begin or end a word as people write them, several times over. */
const WORD = /[A-Z]?[a-z]{4,}|[A-Z]{5,}/g;
/** What fingers on a keyboard make: the same keys twice in a row. */
const TYPED_OVER = /([A-Za-z]{3,8})\1/;
const VOWELS = /[aeiouyAEIOUY]/g;

/** Whether `text` is more like a key than like anything else that stands in files. */
export function looksRandom(text: string): boolean {
  if (UUID.test(text)) return false;
  const digits = text.replace(/[^0-9]/g, '').length;
  const letters = text.replace(/[^A-Za-z]/g, '').length;
  if (digits < LEAST_DIGITS || letters < LEAST_DIGITS) return false;
  if (HEX.test(text)) return text.length >= LEAST_HEX && measureEntropy(text) >= 3;
  if (HAND_MADE_HEX.test(text)) return false;
  if (measureClassChanges(text) < LEAST_CHANGES) return false;
  if (measureEntropy(text) < Math.min(3.5, Math.log2(text.length) - 0.7)) return false;
  return !TYPED_OVER.test(text) && !isMadeOfWords(text);
}

/** Which part of neighbours is of another class: small letters, capitals, digits. A capital before a small letter is one word; marks part words. */
function measureClassChanges(text: string): number {
  let changes = 0;
  let pairs = 0;
  for (let i = 1; i < text.length; i++) {
    const before = classify(text.charCodeAt(i - 1));
    const here = classify(text.charCodeAt(i));
    if (before === 'other' || here === 'other') continue;
    pairs++;
    if (before !== here && !(before === 'upper' && here === 'lower')) changes++;
  }
  return pairs === 0 ? 0 : changes / pairs;
}

function classify(code: number): 'lower' | 'upper' | 'digit' | 'other' {
  if (code >= 97 && code <= 122) return 'lower';
  if (code >= 65 && code <= 90) return 'upper';
  return code >= 48 && code <= 57 ? 'digit' : 'other';
}

/** Whether runs of letters that can be spoken make up three fifths of the text or more. */
function isMadeOfWords(text: string): boolean {
  let spoken = 0;
  for (const [word] of text.matchAll(WORD)) {
    const vowels = word.match(VOWELS)?.length ?? 0;
    if (vowels * 10 >= word.length * 3 && vowels * 5 <= word.length * 4) spoken += word.length;
  }
  return spoken * 5 >= text.length * 3;
}
