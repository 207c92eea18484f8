// Quotes, escapes and variables of words, after shell/lex.go of BuildKit, with its peculiarities.
import { WordReader } from './word-reader.ts';

/** Looks a variable up; undefined where it is not set. */
export type Environment = (name: string) => string | undefined;

/** How a word is read. */
export interface Lexing {
  readonly escape: string;
  readonly keepQuotes?: boolean;
  readonly keepEscapes?: boolean;
  /** Variables that are not set stay as they are written. */
  readonly keepUnset?: boolean;
  /** Quotes mean nothing (contents of heredocs). */
  readonly ignoreQuotes?: boolean;
}

/** A word after expansion, and the variables that it named. */
export interface ExpandedWord {
  readonly value: string;
  readonly set: ReadonlySet<string>;
  readonly unset: ReadonlySet<string>;
}

/** Expands a word as one; throws DOCKERFILE_INVALID without a line. */
export function expandWord(word: string, environment: Environment, lexing: Lexing): ExpandedWord {
  const reader = new WordReader(word, environment, lexing);
  const { result } = reader.read();
  return { value: result, set: reader.set, unset: reader.unset };
}

/** Expands a text and splits what comes out at white space; throws DOCKERFILE_INVALID without a line. */
export function processWords(text: string, environment: Environment, lexing: Lexing): readonly string[] {
  return new WordReader(text, environment, lexing).read().words;
}
