// The heredocs that an instruction's line announces, after parser/parser.go of BuildKit.
import { processWords } from '../expansion/expand-word.ts';

/** A heredoc's announcement (`<<EOF`, `<<-'EOF'`, `3<<EOF`). */
export interface HeredocStart {
  readonly name: string;
  readonly fileDescriptor: number;
  readonly isExpanded: boolean;
  readonly isChomped: boolean;
}

const START = /^(\d*)<<(-?)[\t\n\f\r ]*([^<]*)$/;
const NOTHING = (): undefined => undefined;

/** All that a joined line announces, in its order. The escape is `\` here, whatever the file says. */
export function findHeredocs(joined: string): readonly HeredocStart[] {
  if (!joined.includes('<<')) return [];
  let words: readonly string[];
  try {
    words = processWords(joined, NOTHING, {
      escape: '\\',
      keepQuotes: true,
      keepEscapes: true,
      keepUnset: true,
    });
  } catch {
    // BuildKit reads on here: a line that cannot be split announces none.
    return [];
  }
  return words.flatMap((word) => readHeredocStart(word) ?? []);
}

/** The announcement that one word is; undefined if it is none. */
export function readHeredocStart(word: string): HeredocStart | undefined {
  const [, descriptor = '', dash, rest = ''] = START.exec(word) ?? [];
  if (rest === '') return undefined;
  const lexing = { escape: '\\', keepUnset: true } as const;
  const [name, ...others] = processWords(rest, NOTHING, lexing);
  if (name === undefined || others.length > 0) return undefined;
  const [quoted = ''] = processWords(rest, NOTHING, { ...lexing, keepQuotes: true });
  return {
    name,
    fileDescriptor: Number(descriptor),
    isExpanded: countQuotes(name) === countQuotes(quoted),
    isChomped: dash === '-',
  };
}

function countQuotes(text: string): number {
  return text.split(/['"]/).length;
}
