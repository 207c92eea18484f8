// Words between white space, some in quotes: netrc and its like, and command lines.
import type { TextSpan } from './named-value.ts';

/** A word without the quotes around it. */
export interface Word extends TextSpan {
  readonly text: string;
  /** Whether the word stands at the beginning of a line. */
  readonly isFirst: boolean;
}

/** The words of `text` from `from` to `to`; what follows a `#` at a word's beginning is left out up to the line's end. */
export function* readWords(text: string, from: number, to: number, hasComments: boolean): Generator<Word> {
  let isFirst = true;
  for (let at = from; at < to; ) {
    const character = text[at]!;
    if (character === '\n') {
      isFirst = true;
      at++;
    } else if (character === ' ' || character === '\t' || character === '\r') at++;
    else if (character === '#' && hasComments) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? to : end;
    } else {
      const end = endOfWord(text, at, to);
      const isQuoted =
        (character === '"' || character === "'") && end - at >= 2 && text[end - 1] === character;
      const [start, last] = isQuoted ? [at + 1, end - 1] : [at, end];
      yield { text: text.slice(start, last), start, end: last, isFirst };
      isFirst = false;
      at = end;
    }
  }
}

/** Quotes within a word hold white space together; a quote that is not closed on its line is a character. */
function endOfWord(text: string, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const character = text[at]!;
    if (character === ' ' || character === '\t' || character === '\n' || character === '\r') break;
    if (character === '\\') at++;
    else if (character === '"' || character === "'") {
      const close = closingQuote(text, at + 1, to, character);
      if (close > 0) at = close;
    }
    at++;
  }
  return Math.min(at, to);
}

const LONGEST_QUOTED = 4096;

function closingQuote(text: string, from: number, to: number, quote: string): number {
  const last = Math.min(to, from + LONGEST_QUOTED);
  for (let at = from; at < last; at++) {
    if (text[at] === '\n') return -1;
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}
