// What every reader of a format gives: values with their names and where they are in the bytes.

/** A part of a text, by bytes: texts are Latin-1, so that characters are bytes. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** A value as it is written, without its quotes. */
export interface NamedValue extends TextSpan {
  readonly name: string;
  /** Names of what it is in, outermost first; changes as the reader goes on, so copy what you keep. */
  readonly parents: readonly string[];
  readonly value: string;
}

/** The byte order mark of UTF-8, as Latin-1 has it. */
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/** Where the text begins: after the byte order mark, if there is one. */
export function startOfText(text: string): number {
  return text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
}

/** A line without its end. */
export interface TextLine extends TextSpan {
  readonly text: string;
}

/** The lines of a text, whatever ends them; longer ones than `longest` are left out. */
export function* readLines(text: string, longest = 1 << 20): Generator<TextLine> {
  for (let start = startOfText(text); start < text.length; ) {
    const found = text.indexOf('\n', start);
    const next = found < 0 ? text.length : found;
    const end = next > start && text[next - 1] === '\r' ? next - 1 : next;
    if (end - start <= longest) yield { text: text.slice(start, end), start, end };
    start = next + 1;
  }
}
