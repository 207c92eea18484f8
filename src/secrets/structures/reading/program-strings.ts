// String literals of programs that are given names: PHP, Python, Ruby, JavaScript. No grammar, only tokens: comments, strings,
// names and what stands between a name and a string.
import { type NamedValue, startOfText } from './named-value.ts';

/** How comments begin, beside `#`. */
export interface ProgramForm {
  /** `//` and `/* … *\/`. */
  readonly hasSlashComments: boolean;
  readonly hasHashComments: boolean;
  /** Python's strings over several lines. */
  readonly hasTripleQuotes: boolean;
}

/** PHP. */
export const PHP_FORM: ProgramForm = {
  hasSlashComments: true,
  hasHashComments: true,
  hasTripleQuotes: false,
};
/** Python; good enough for Ruby. */
export const PYTHON_FORM: ProgramForm = {
  hasSlashComments: false,
  hasHashComments: true,
  hasTripleQuotes: true,
};

const WORD = /[A-Za-z_\u0080-\u00ff][\w\u0080-\u00ff]*/y;
/** Operators between a name and its value. */
const GIVES = /=>|:=|[=:](?![=:])/y;

/**
 * Every string that a name is given by `=`, `=>` or `:`, and every second argument of a `define('NAME', 'value')`. Of
 * `$a['b']['c'] = 'd'` the name is `c`. Parents are empty.
 */
export function* readProgramStrings(text: string, form: ProgramForm): Generator<NamedValue> {
  let name: string | undefined;
  /** The name before a type: `name: type = value`. */
  let typed: string | undefined;
  let isGiven = false;
  let call = '';
  let word = '';
  const forget = (): void => {
    name = undefined;
    typed = undefined;
    isGiven = false;
  };
  for (let at = startOfText(text); at < text.length; ) {
    const character = text[at]!;
    const comment = endOfComment(text, at, form);
    if (comment > at) {
      at = comment;
    } else if (character === '"' || character === "'" || character === '`') {
      const isTriple = form.hasTripleQuotes && text[at + 1] === character && text[at + 2] === character;
      const start = at + (isTriple ? 3 : 1);
      const end = isTriple ? endOfTriple(text, start, character) : endOfString(text, start, character);
      const value = text.slice(start, end);
      if (isGiven && name !== undefined) {
        // A string before an operator that goes on is only a part of the value.
        yield { name, parents: [], value, start, end };
        forget();
      } else name = value;
      at = end + (isTriple ? 3 : 1);
    } else if (isWordStart(character)) {
      WORD.lastIndex = at;
      WORD.test(text);
      word = text.slice(at, WORD.lastIndex);
      at = WORD.lastIndex;
      // Prefixes of strings, b'…', and casts stand between an operator and the string.
      if (!(isGiven && (text[at] === "'" || text[at] === '"') && word.length <= 2)) {
        name = word;
        isGiven = false;
      }
    } else {
      GIVES.lastIndex = at;
      if (GIVES.test(text)) {
        if (character === '=' && typed !== undefined) name = typed;
        typed = character === ':' ? name : undefined;
        isGiven = name !== undefined;
        at = GIVES.lastIndex;
      } else {
        if (character === '\n') typed = undefined;
        if (character === '(') call = word;
        if (character === ',' && call.toLowerCase() === 'define' && name !== undefined) {
          isGiven = true;
          call = '';
        } else if (!' \t\r\n]@$['.includes(character) || (character === '[' && isGiven)) forget();
        at++;
      }
    }
  }
}

function isWordStart(character: string): boolean {
  return (
    (character >= 'a' && character <= 'z') ||
    (character >= 'A' && character <= 'Z') ||
    character === '_' ||
    character >= '\u0080'
  );
}

function endOfString(text: string, start: number, quote: string): number {
  let at = start;
  while (at < text.length && text[at] !== quote) at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

function endOfTriple(text: string, start: number, quote: string): number {
  const end = text.indexOf(quote.repeat(3), start);
  return end < 0 ? text.length : end;
}

/** The position after a comment that begins at `at`; `at` where none does. */
function endOfComment(text: string, at: number, form: ProgramForm): number {
  if (
    (text[at] === '#' && form.hasHashComments && text[at + 1] !== '[') ||
    (form.hasSlashComments && text.startsWith('//', at))
  ) {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  }
  if (form.hasSlashComments && text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? text.length : end + 2;
  }
  return at;
}
