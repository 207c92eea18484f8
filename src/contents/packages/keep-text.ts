// Parsers of files that say something only together with others: the text itself is their result.
import type { RecordParser } from './record-parser.ts';

/** Makes a parser that keeps the content of the files it matches. */
export function keepText(
  parser: Omit<RecordParser, 'names' | 'endings' | 'parse'> &
    Partial<Pick<RecordParser, 'names' | 'endings'>>,
): RecordParser {
  return { names: [], endings: [], ...parser, parse: (content) => ({ kind: 'text', text: content }) };
}
