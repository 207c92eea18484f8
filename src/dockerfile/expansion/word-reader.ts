// One pass over a word: the state of BuildKit's shell lexer (shell/lex.go).
import { PlimsollError } from '../../errors.ts';
import { isSpace } from '../parsing/white-space.ts';
import type { Environment, Lexing } from './expand-word.ts';
import { replaceAll, replaceFirst, trimPrefix, trimSuffix } from './substitute.ts';

/** BuildKit has neither limit; its memory ends some time later. */
const DEPTH_LIMIT = 500;
const LENGTH_LIMIT = 4 * 1024 * 1024;
const SPECIAL_PARAMETERS = '@*#?-$!0';
const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;

interface Reading {
  readonly result: string;
  readonly words: readonly string[];
}

/** Reads one word, once. */
export class WordReader {
  readonly set = new Set<string>();
  readonly unset = new Set<string>();
  readonly #chars: readonly string[];
  readonly #environment: Environment;
  readonly #lexing: Lexing;
  #at = 0;
  #keepEscapes: boolean;
  /** The word at hand. It is one for all nested readings, as in BuildKit: `a${x:-b}` splits to `b` alone. */
  #buffer: string[] = [];
  #depth = 0;
  #lengthLeft = LENGTH_LIMIT;

  constructor(word: string, environment: Environment, lexing: Lexing) {
    // Go's scanner drops a byte order mark at the start.
    this.#chars = [...(word.startsWith('\uFEFF') ? word.slice(1) : word)];
    this.#environment = environment;
    this.#lexing = lexing;
    this.#keepEscapes = lexing.keepEscapes ?? false;
  }

  read(): Reading {
    return this.#readUntil(undefined, this.#keepEscapes);
  }

  #readUntil(stop: string | undefined, keepEscapes: boolean): Reading {
    if (++this.#depth > DEPTH_LIMIT) throw invalid('substitutions are nested too deeply');
    const before = this.#keepEscapes;
    this.#keepEscapes = keepEscapes;
    try {
      return this.#readPieces(stop);
    } finally {
      this.#keepEscapes = before;
      this.#depth--;
    }
  }

  #readPieces(stop: string | undefined): Reading {
    this.#buffer = [];
    const result: string[] = [];
    const words: string[] = [];
    let isInWord = false;
    const addRaw = (text: string): void => {
      this.#buffer.push(text);
      isInWord = true;
    };
    const endWord = (): void => {
      const word = this.#buffer.join('');
      if (word === '') return;
      words.push(word);
      this.#buffer = [];
      isInWord = false;
    };
    const addChar = (char: string): void => {
      if (!isSpace(char)) addRaw(char);
      else if (isInWord) endWord();
    };
    for (; this.#at < this.#chars.length; ) {
      const char = this.#chars[this.#at]!;
      if (char === stop) {
        this.#at++;
        endWord();
        return { result: result.join(''), words };
      }
      const piece = this.#readSpecial(char);
      if (piece !== undefined) {
        result.push(piece);
        this.#charge(piece);
        if (char === '$') for (const one of piece) addChar(one);
        else addRaw(piece);
        continue;
      }
      this.#at++;
      if (char !== this.#lexing.escape) {
        result.push(char);
        addChar(char);
        continue;
      }
      if (this.#keepEscapes) {
        addRaw(char);
        result.push(char);
      }
      const escaped = this.#chars[this.#at++];
      if (escaped === undefined) break;
      addRaw(escaped);
      result.push(escaped);
    }
    if (stop !== undefined) throw invalid(`a word ends without its ${stop}`);
    endWord();
    return { result: result.join(''), words };
  }

  #charge(piece: string): void {
    this.#lengthLeft -= piece.length;
    if (this.#lengthLeft < 0) throw invalid('a word grows too long when it is expanded');
  }

  #readSpecial(char: string): string | undefined {
    if (char === '$') return this.#readDollar();
    if (char === '<') return this.#readPossibleHeredoc();
    if (this.#lexing.ignoreQuotes) return undefined;
    if (char === "'") return this.#readSingleQuotes();
    if (char === '"') return this.#readDoubleQuotes();
    return undefined;
  }

  #readSingleQuotes(): string {
    const end = this.#chars.indexOf("'", this.#at + 1);
    if (end === -1) throw invalid('a single quote is not closed');
    const text = this.#chars.slice(this.#at + 1, end).join('');
    this.#at = end + 1;
    return this.#lexing.keepQuotes ? `'${text}'` : text;
  }

  #readDoubleQuotes(): string {
    const { keepQuotes, escape: escapeToken } = this.#lexing;
    const out: string[] = keepQuotes ? ['"'] : [];
    this.#at++;
    for (;;) {
      const char = this.#chars[this.#at];
      if (char === undefined) throw invalid('a double quote is not closed');
      if (char === '$') {
        out.push(this.#readDollar());
        this.#charge(out.at(-1)!);
        continue;
      }
      this.#at++;
      if (char === '"') {
        if (keepQuotes) out.push(char);
        return out.join('');
      }
      if (char !== escapeToken) {
        out.push(char);
        continue;
      }
      if (this.#keepEscapes) out.push(char);
      const next = this.#chars[this.#at];
      if (next === undefined) continue;
      const isEscapable = next === '"' || next === '$' || next === escapeToken;
      out.push(isEscapable ? next : char);
      if (isEscapable) this.#at++;
    }
  }

  #readPossibleHeredoc(): string {
    if (this.#chars[++this.#at] !== '<') return '<';
    const start = this.#at++;
    while (/^[\t\r ]$/.test(this.#chars[this.#at] ?? '')) this.#at++;
    return `<${this.#chars.slice(start, this.#at).join('')}`;
  }

  #readDollar(): string {
    this.#at++;
    if (this.#chars[this.#at] !== '{') {
      const name = this.#readName();
      if (name === '') return '$';
      const value = this.#lookUp(name);
      return value ?? (this.#lexing.keepUnset ? `$${name}` : '');
    }
    const first = this.#chars[++this.#at];
    if (first === undefined) throw invalid('a substitution is not closed');
    if (first === '{' || first === '}' || first === ':') throw invalid('a substitution names no variable');
    return this.#readSubstitution(this.#readName());
  }

  #readName(): string {
    const start = this.#at;
    const isAt = (pattern: RegExp): boolean => pattern.test(this.#chars[this.#at] ?? '');
    if (isAt(DIGIT)) while (isAt(DIGIT)) this.#at++;
    else if (SPECIAL_PARAMETERS.includes(this.#chars[this.#at] ?? ' ')) this.#at++;
    else while (isAt(LETTER) || isAt(DIGIT) || this.#chars[this.#at] === '_') this.#at++;
    return this.#chars.slice(start, this.#at).join('');
  }

  #readSubstitution(name: string): string {
    let operator = this.#chars[this.#at++];
    if (operator === '}') return this.#lookUp(name) ?? (this.#lexing.keepUnset ? `\${${name}}` : '');
    if (operator === '/') return this.#readReplacement(name);
    let written = operator ?? '';
    const isEmptyUnset = operator === ':';
    if (isEmptyUnset) {
      operator = this.#chars[this.#at++];
      written += operator ?? '';
    } else if (operator === undefined || !'+-?#%'.includes(operator)) throw unsupported(written);
    const isTrim = operator === '#' || operator === '%';
    if (isEmptyUnset && isTrim) throw unsupported(written);
    const word = this.#readUntilBrace(isTrim);
    const value = this.#lookUp(name);
    if (value === undefined && this.#lexing.keepUnset) return `\${${name}${written}${word}}`;
    const isUnset = value === undefined || (isEmptyUnset && value === '');
    switch (operator) {
      case '-':
        return isUnset ? word : value;
      case '+':
        return isUnset ? '' : word;
      case '?':
        if (!isUnset) return value;
        throw invalid(
          `${name}: ${word || `is not allowed to be ${value === undefined ? 'unset' : 'empty'}`}`,
        );
      case '#':
      case '%': {
        const isGreedy = word.startsWith(operator);
        const trim = operator === '#' ? trimPrefix : trimSuffix;
        return trim(isGreedy ? word.slice(1) : word, value ?? '', isGreedy);
      }
      default:
        throw unsupported(written);
    }
  }

  #readUntilBrace(keepEscapes: boolean): string {
    return this.#readUntil('}', keepEscapes).result;
  }

  #readReplacement(name: string): string {
    const isEvery = this.#chars[this.#at] === '/';
    if (isEvery) this.#at++;
    const pattern = this.#readUntil('/', true).result;
    const replacement = this.#readUntilBrace(true);
    const value = this.#lookUp(name);
    if (value === undefined && this.#lexing.keepUnset) return `\${${name}/${pattern}/${replacement}}`;
    return (isEvery ? replaceAll : replaceFirst)(pattern, value ?? '', replacement);
  }

  #lookUp(name: string): string | undefined {
    const value = this.#environment(name);
    (value === undefined ? this.unset : this.set).add(name);
    return value;
  }
}

function unsupported(operator: string): PlimsollError {
  return invalid(`\${ } has the unsupported modifier ${JSON.stringify(operator)}`);
}

function invalid(message: string): PlimsollError {
  return new PlimsollError('DOCKERFILE_INVALID', message.slice(0, 500));
}
