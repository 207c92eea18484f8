// A parser of Go's regular expressions (regexp/syntax, flags Perl). Ignore patterns become such expressions, and what their
// escaping lets through has Go's meaning: `{2}` repeats, `|` alternates, `\d` is a digit. Lazy forms and flags cannot occur:
// every '?' of a pattern has become '[^/]'.
import { perlClass, posixClass, unicodeClass } from './named-classes.ts';
import { type Assertion, negateRanges, type Ranges, type RegexpNode } from './syntax-tree.ts';

/** Go's own limits. */
const MOST_REPEATS = 1000;
const DEEPEST_NESTING = 1000;
/** What is looked at for the end of a brace: without a limit, a line of braces would take the square of its length. */
const MOST_BRACE_RUNES = 64;

const ESCAPED: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'begin',
  z: 'end',
  b: 'word boundary',
  B: 'no word boundary',
};

/** An expression that Go does not compile. */
export class RegexpError extends Error {}

/** Parses an expression; throws RegexpError where Go's regexp.Compile fails. */
export function parseRegexp(text: string): RegexpNode {
  const parser = new Parser([...text]);
  const node = parser.alternate(0);
  if (!parser.isAtEnd) throw new RegexpError('unexpected )');
  return node;
}

class Parser {
  readonly #runes: readonly string[];
  #at = 0;
  #hasColonBracket = true;

  constructor(runes: readonly string[]) {
    this.#runes = runes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#runes.length;
  }

  alternate(depth: number): RegexpNode {
    if (depth > DEEPEST_NESTING) throw new RegexpError('expression nests too deeply');
    const parts = [this.#concat(depth)];
    while (this.#take('|')) parts.push(this.#concat(depth));
    return parts.length === 1 ? parts[0]! : { kind: 'alternate', parts };
  }

  #concat(depth: number): RegexpNode {
    const parts: RegexpNode[] = [];
    let canRepeat = false;
    let wasRepeated = false;
    for (let rune = this.#peek(); rune !== undefined && rune !== '|' && rune !== ')'; rune = this.#peek()) {
      const repeat = this.#readRepeat();
      if (repeat !== undefined) {
        if (wasRepeated) throw new RegexpError('invalid nested repetition operator');
        if (!canRepeat) throw new RegexpError('missing argument to repetition operator');
        const node: RegexpNode = { kind: 'repeat', part: parts.pop()!, ...repeat };
        if (repeatsOf(node) > MOST_REPEATS) throw new RegexpError('invalid repeat count');
        parts.push(node);
        wasRepeated = true;
        continue;
      }
      this.#atom(depth, parts);
      canRepeat = parts.length > 0;
      wasRepeated = false;
    }
    return parts.length === 1 ? parts[0]! : { kind: 'concat', parts };
  }

  #atom(depth: number, parts: RegexpNode[]): void {
    const rune = this.#next();
    if (rune === '(') {
      parts.push(this.alternate(depth + 1));
      if (!this.#take(')')) throw new RegexpError('missing closing )');
    } else if (rune === '^') parts.push({ kind: 'assertion', assertion: 'begin' });
    else if (rune === '$') parts.push({ kind: 'assertion', assertion: 'end' });
    else if (rune === '.') parts.push({ kind: 'class', ranges: negateRanges([10, 10]) });
    else if (rune === '[') parts.push({ kind: 'class', ranges: this.#class() });
    else if (rune === '\\') this.#escape(parts);
    else parts.push(literal(rune));
  }

  /** A repetition, where one stands here; a brace that is none is left alone. */
  #readRepeat(): { readonly min: number; readonly max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Infinity };
    if (this.#take('+')) return { min: 1, max: Infinity };
    if (this.#take('?')) return { min: 0, max: 1 };
    if (this.#peek() !== '{') return undefined;
    const found = /^\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}/.exec(this.#untilBrace());
    if (found === null) return undefined;
    this.#at += found[0].length;
    const min = Number(found[1]);
    const max = found[2] === undefined ? min : found[3] === undefined ? Infinity : Number(found[3]);
    if (min > MOST_REPEATS || (max !== Infinity && (max > MOST_REPEATS || min > max)))
      throw new RegexpError('invalid repeat count');
    return { min, max };
  }

  #untilBrace(): string {
    const near = this.#runes.slice(this.#at, this.#at + MOST_BRACE_RUNES);
    return near.slice(0, near.indexOf('}') + 1).join('');
  }

  #escape(parts: RegexpNode[]): void {
    const letter = this.#peek();
    if (letter === undefined) throw new RegexpError('trailing backslash at end of expression');
    if (letter === 'Q') {
      this.#at++;
      while (!this.isAtEnd && !this.#take('\\', 'E')) parts.push(literal(this.#next()));
      return;
    }
    if (Object.hasOwn(ASSERTIONS, letter)) {
      this.#at++;
      parts.push({ kind: 'assertion', assertion: ASSERTIONS[letter]! });
      return;
    }
    parts.push({ kind: 'class', ranges: this.#namedClass() ?? single(this.#escapedRune()) });
  }

  /** The class of \d, \pL or \p{Greek}, where the letter after the backslash begins one. */
  #namedClass(): Ranges | undefined {
    const letter = this.#peek()!;
    if (letter === 'p' || letter === 'P') {
      this.#at++;
      return this.#unicodeClass(letter === 'P');
    }
    const perl = perlClass(letter);
    if (perl !== undefined) this.#at++;
    return perl;
  }

  #unicodeClass(isNegated: boolean): Ranges {
    let name = this.#next();
    if (name === '{') {
      this.#at--;
      name = this.#untilBrace();
      if (name === '') throw new RegexpError('invalid character class range');
      this.#at += name.length;
      name = name.slice(1, -1);
    }
    const isTurned = name.startsWith('^');
    const ranges = unicodeClass(isTurned ? name.slice(1) : name);
    if (ranges === undefined) throw new RegexpError('invalid character class range');
    return isTurned !== isNegated ? negateRanges(ranges) : ranges;
  }

  #escapedRune(): number {
    const letter = this.#next();
    if (/[0-7]/.test(letter)) {
      if (letter !== '0' && !/[0-7]/.test(this.#peek() ?? ''))
        throw new RegexpError('invalid escape sequence');
      let digits = letter;
      while (digits.length < 3 && /[0-7]/.test(this.#peek() ?? '')) digits += this.#next();
      return Number.parseInt(digits, 8);
    }
    if (letter === 'x') return this.#hexRune();
    if (Object.hasOwn(ESCAPED, letter)) return ESCAPED[letter]!.codePointAt(0)!;
    if (letter > '\x7f' || /[0-9A-Za-z]/.test(letter)) throw new RegexpError('invalid escape sequence');
    return letter.codePointAt(0)!;
  }

  #hexRune(): number {
    const rest =
      this.#peek() === '{' ? this.#untilBrace() : this.#runes.slice(this.#at, this.#at + 2).join('');
    const found = /^(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))$/.exec(rest);
    const rune = Number.parseInt(found?.[1] ?? found?.[2] ?? '', 16);
    if (!(rune <= 0x10ffff)) throw new RegexpError('invalid escape sequence');
    this.#at += rest.length;
    return rune;
  }

  #class(): Ranges {
    const isNegated = this.#take('^');
    const ranges: number[] = [];
    for (let isFirst = true; isFirst || this.#peek() !== ']'; isFirst = false) {
      const named = this.#classInClass();
      if (named !== undefined) {
        for (const bound of named) ranges.push(bound);
        continue;
      }
      const low = this.#classRune();
      let high = low;
      if (this.#peek() === '-' && this.#at + 1 < this.#runes.length && this.#runes[this.#at + 1] !== ']') {
        this.#at++;
        high = this.#classRune();
        if (high < low) throw new RegexpError('invalid character class range');
      }
      ranges.push(low, high);
    }
    this.#at++;
    return isNegated ? negateRanges(ranges) : ranges;
  }

  #classInClass(): Ranges | undefined {
    if (this.#peek() === '[' && this.#runes[this.#at + 1] === ':') {
      const end = this.#findColonBracket(this.#at + 2);
      if (end === -1) return undefined;
      const ranges = posixClass(this.#runes.slice(this.#at + 2, end).join(''));
      if (ranges === undefined) throw new RegexpError('invalid character class range');
      this.#at = end + 2;
      return ranges;
    }
    if (this.#peek() !== '\\' || this.#at + 1 >= this.#runes.length) return undefined;
    this.#at++;
    const named = this.#namedClass();
    if (named === undefined) this.#at--;
    return named;
  }

  #findColonBracket(from: number): number {
    if (!this.#hasColonBracket) return -1;
    for (let i = from; i + 1 < this.#runes.length; i++)
      if (this.#runes[i] === ':' && this.#runes[i + 1] === ']') return i;
    this.#hasColonBracket = false;
    return -1;
  }

  #classRune(): number {
    const rune = this.#next();
    if (rune !== '\\') return rune.codePointAt(0)!;
    if (this.isAtEnd) throw new RegexpError('trailing backslash at end of expression');
    return this.#escapedRune();
  }

  #peek(): string | undefined {
    return this.#runes[this.#at];
  }

  #next(): string {
    const rune = this.#runes[this.#at];
    if (rune === undefined) throw new RegexpError('missing closing ]');
    this.#at++;
    return rune;
  }

  #take(...wanted: readonly string[]): boolean {
    if (wanted.some((rune, i) => this.#runes[this.#at + i] !== rune)) return false;
    this.#at += wanted.length;
    return true;
  }
}

function literal(rune: string): RegexpNode {
  return { kind: 'class', ranges: single(rune.codePointAt(0)!) };
}

function single(rune: number): Ranges {
  return [rune, rune];
}

/** How often at most what a counted repetition holds is written out, as Go counts it. */
function repeatsOf(node: RegexpNode): number {
  if (node.kind === 'repeat') {
    const isCounted = node.max !== Infinity || node.min > 1;
    const own = !isCounted || node.max === 1 ? 1 : node.max === Infinity ? node.min : node.max;
    return own === 0 ? 0 : own * repeatsOf(node.part);
  }
  if (node.kind === 'concat' || node.kind === 'alternate')
    return node.parts.reduce((most, part) => Math.max(most, repeatsOf(part)), 1);
  return 1;
}
