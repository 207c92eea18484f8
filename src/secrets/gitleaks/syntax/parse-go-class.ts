// Character classes and escapes of Go's regular expressions.
import {
  type ByteSet,
  DIGIT_BYTES,
  EMPTY_BYTES,
  foldBytes,
  invertBytes,
  makeByteSet,
  SPACE_BYTES,
  uniteBytes,
  WORD_BYTES,
} from './byte-set.ts';
import { PatternRefusal } from './syntax-tree.ts';

/** Where a pattern is being read. */
export interface PatternReader {
  readonly text: string;
  at: number;
}

const PERL_CLASSES: Readonly<Record<string, ByteSet>> = { d: DIGIT_BYTES, w: WORD_BYTES, s: SPACE_BYTES };
const UPPER = [0x41, 0x5a] as const;
const LOWER = [0x61, 0x7a] as const;
const DIGITS = [0x30, 0x39] as const;
const PUNCTUATION = [
  [0x21, 0x2f],
  [0x3a, 0x40],
  [0x5b, 0x60],
  [0x7b, 0x7e],
] as const;
const POSIX_CLASSES: Readonly<Record<string, ByteSet>> = {
  alnum: makeByteSet([DIGITS, UPPER, LOWER]),
  alpha: makeByteSet([UPPER, LOWER]),
  ascii: makeByteSet([[0, 0x7f]]),
  blank: makeByteSet([
    [0x09, 0x09],
    [0x20, 0x20],
  ]),
  cntrl: makeByteSet([
    [0, 0x1f],
    [0x7f, 0x7f],
  ]),
  digit: DIGIT_BYTES,
  graph: makeByteSet([[0x21, 0x7e]]),
  lower: makeByteSet([LOWER]),
  print: makeByteSet([[0x20, 0x7e]]),
  punct: makeByteSet(PUNCTUATION),
  space: makeByteSet([
    [0x09, 0x0d],
    [0x20, 0x20],
  ]),
  upper: makeByteSet([UPPER]),
  word: WORD_BYTES,
  xdigit: makeByteSet([DIGITS, [0x41, 0x46], [0x61, 0x66]]),
};
/** Beyond ASCII every byte counts as a member, so only the ASCII part of a class must be known. */
const BEYOND = [0x80, 0x10ffff] as const;
const UNICODE_CLASSES: Readonly<Record<string, ByteSet>> = {
  L: makeByteSet([UPPER, LOWER, BEYOND]),
  Lu: makeByteSet([UPPER, BEYOND]),
  Ll: makeByteSet([LOWER, BEYOND]),
  N: makeByteSet([DIGITS, BEYOND]),
  Nd: makeByteSet([DIGITS, BEYOND]),
  Z: makeByteSet([[0x20, 0x20], BEYOND]),
  Zs: makeByteSet([[0x20, 0x20], BEYOND]),
  Latin: makeByteSet([UPPER, LOWER, BEYOND]),
  Any: makeByteSet([[0, 0x10ffff]]),
};
const CONTROL_ESCAPES: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

/** The class that begins at the reader's `[`. */
export function readClass(reader: PatternReader, ignoresCase: boolean): ByteSet {
  const { text } = reader;
  let set = EMPTY_BYTES;
  reader.at++;
  const negated = text[reader.at] === '^';
  if (negated) reader.at++;
  for (let first = true; first || text[reader.at] !== ']'; first = false) {
    if (reader.at >= text.length) throw new PatternRefusal('its pattern has a [ without its ]');
    const named = readPosixClass(reader) ?? (text[reader.at] === '\\' ? readClassEscape(reader) : undefined);
    if (named !== undefined) {
      set = uniteBytes(set, named);
      continue;
    }
    const from = readCodePoint(reader);
    let to = from;
    if (text[reader.at] === '-' && text[reader.at + 1] !== ']' && reader.at + 1 < text.length) {
      reader.at++;
      to = readCodePoint(reader);
      if (to < from) throw new PatternRefusal('its pattern has a range that ends before it begins');
    }
    set = uniteBytes(set, makeByteSet([[from, to]]));
  }
  reader.at++;
  const folded = ignoresCase ? foldBytes(set) : set;
  return negated ? invertBytes(folded) : folded;
}

function readPosixClass(reader: PatternReader): ByteSet | undefined {
  const found = /^\[:(\^?)([a-z]+):\]/.exec(reader.text.slice(reader.at, reader.at + 16));
  if (found === null) return undefined;
  const set = POSIX_CLASSES[found[2]!];
  if (set === undefined) throw new PatternRefusal(`its pattern has an unknown class, ${found[0]}`);
  reader.at += found[0].length;
  return found[1] === '' ? set : invertBytes(set);
}

/** The class of `\d`, `\pL` and their like; undefined, and nothing read, where the escape is of one character. */
export function readClassEscape(reader: PatternReader): ByteSet | undefined {
  const name = reader.text[reader.at + 1] ?? '';
  const perl = PERL_CLASSES[name.toLowerCase()];
  if (perl !== undefined) {
    reader.at += 2;
    return name === name.toLowerCase() ? perl : invertBytes(perl);
  }
  if (name !== 'p' && name !== 'P') return undefined;
  const found = /^\\[pP](?:\{(\^?)(\w+)\}|([A-Z]))/.exec(reader.text.slice(reader.at, reader.at + 40));
  const set = found === null ? undefined : UNICODE_CLASSES[found[2] ?? found[3]!];
  if (found === null || set === undefined)
    throw new PatternRefusal(
      `its pattern has a class of Unicode that is not known here, ${reader.text.slice(reader.at, reader.at + 8)}`,
    );
  reader.at += found[0].length;
  return (name === 'P') !== (found[1] === '^') ? invertBytes(set) : set;
}

/** One character, escaped or not. */
export function readCodePoint(reader: PatternReader): number {
  const { text } = reader;
  if (text[reader.at] !== '\\') {
    const codePoint = text.codePointAt(reader.at);
    if (codePoint === undefined) throw new PatternRefusal('its pattern ends too early');
    reader.at += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }
  const rest = text.slice(reader.at + 1, reader.at + 14);
  const hex = /^x(?:([\dA-Fa-f]{2})|\{([\dA-Fa-f]{1,8})\})/.exec(rest);
  const octal = /^(?:[1-7][0-7]{1,2}|0[0-7]{0,2})/.exec(rest);
  const character = rest[0] ?? '';
  const control = CONTROL_ESCAPES[character];
  if (hex !== null) {
    reader.at += 1 + hex[0].length;
    const codePoint = Number.parseInt(hex[1] ?? hex[2]!, 16);
    if (codePoint > 0x10ffff) throw new PatternRefusal('its pattern has a character beyond Unicode');
    return codePoint;
  }
  if (octal !== null) {
    reader.at += 1 + octal[0].length;
    return Number.parseInt(octal[0], 8);
  }
  if (control === undefined && !/^[!-/:-@[-`{-~]/.test(character))
    throw new PatternRefusal(`its pattern has an escape that Go does not know, \\${character}`);
  reader.at += 2;
  return control ?? character.charCodeAt(0);
}
