// The named classes of Go's regular expressions: \d, [[:alpha:]], \p{Greek}.
import { isInRanges, MAX_RUNE, negateRanges, type Ranges } from './syntax-tree.ts';

const codes = (text: string): Ranges => [...text].map((c) => c.codePointAt(0)!);

const DIGIT = codes('09');
const WORD = codes('09AZ__az');
const PERL: Readonly<Record<string, Ranges>> = { d: DIGIT, s: [9, 10, 12, 13, 32, 32], w: WORD };
const POSIX: Readonly<Record<string, Ranges>> = {
  alnum: codes('09AZaz'),
  alpha: codes('AZaz'),
  ascii: [0, 0x7f],
  blank: [9, 9, 32, 32],
  cntrl: [0, 0x1f, 0x7f, 0x7f],
  digit: DIGIT,
  graph: codes('!~'),
  lower: codes('az'),
  print: codes(' ~'),
  punct: codes('!/:@[`{~'),
  space: [9, 13, 32, 32],
  upper: codes('AZ'),
  word: WORD,
  xdigit: codes('09AFaf'),
};

const unicodeRanges = new Map<string, Ranges | undefined>();

/** Whether \b sees a letter of a word. */
export function isWordRune(rune: number): boolean {
  return isInRanges(WORD, rune);
}

/** The class of \d, \D, \s, \S, \w and \W, by its letter. */
export function perlClass(letter: string): Ranges | undefined {
  const ranges = Object.hasOwn(PERL, letter.toLowerCase()) ? PERL[letter.toLowerCase()] : undefined;
  return ranges === undefined || letter === letter.toLowerCase() ? ranges : negateRanges(ranges);
}

/** The class of [:name:] or [:^name:]. */
export function posixClass(name: string): Ranges | undefined {
  const isNegated = name.startsWith('^');
  const bare = isNegated ? name.slice(1) : name;
  const ranges = Object.hasOwn(POSIX, bare) ? POSIX[bare] : undefined;
  return ranges === undefined || !isNegated ? ranges : negateRanges(ranges);
}

/** The class of \p{name}: a general category or a script, of the Unicode version that Node has. */
export function unicodeClass(name: string): Ranges | undefined {
  if (!unicodeRanges.has(name)) unicodeRanges.set(name, readUnicodeClass(name));
  return unicodeRanges.get(name);
}

function readUnicodeClass(name: string): Ranges | undefined {
  if (name === 'Any') return [0, MAX_RUNE];
  const expression = unicodeExpression(name);
  if (expression === undefined) return undefined;
  const ranges: number[] = [];
  for (let rune = 0; rune <= MAX_RUNE; rune++) {
    if (!expression.test(String.fromCodePoint(rune))) continue;
    if (ranges.at(-1) === rune - 1) ranges[ranges.length - 1] = rune;
    else ranges.push(rune, rune);
  }
  return ranges;
}

function unicodeExpression(name: string): RegExp | undefined {
  if (!/^[A-Z][A-Za-z_]*$/.test(name)) return undefined;
  try {
    return new RegExp(name.length <= 2 ? `^\\p{gc=${name}}$` : `^\\p{Script=${name}}$`, 'u');
  } catch {
    return undefined;
  }
}
