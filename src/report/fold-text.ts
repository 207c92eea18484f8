// Lines that are wider than the terminal, folded at words: a sentence that was written for 80 cells has to be read in 40 too.
import { cellWidth } from './cell-width.ts';

/** Colours and links take no cells (ECMA-48 SGR, and OSC 8). */
const ESCAPES = /\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b\x07]*(?:\x1b\\|\x07)/g;

/** The text with no line wider than `width` cells; what is folded is indented by two more than it was. */
export function foldText(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (fits(line, width) ? [line] : foldLine(line, width)))
    .join('\n');
}

function fits(line: string, width: number): boolean {
  return line.length <= width / 2 || cellsOf(line) <= width;
}

function foldLine(line: string, width: number): readonly string[] {
  const blanks = /^ */.exec(line)![0].length;
  const indent = ' '.repeat(Math.min(blanks + 2, Math.floor(width / 2)));
  const lines: string[] = [];
  let current = ' '.repeat(Math.min(blanks, indent.length));
  let isEmpty = true;
  for (const word of line.slice(blanks).split(' ')) {
    for (const piece of breakWord(word, width - indent.length)) {
      const longer = isEmpty ? current + piece : `${current} ${piece}`;
      if (cellsOf(longer) > width && !isEmpty) {
        lines.push(current.trimEnd());
        current = indent + piece;
      } else current = longer;
      isEmpty = false;
    }
  }
  return [...lines, current.trimEnd()];
}

/** A word that no line has room for, in pieces; one with colours in it stays whole. */
function breakWord(word: string, cells: number): readonly string[] {
  if (cellsOf(word) <= cells || word.includes('\x1b')) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (cellWidth(piece + character) > cells) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

function cellsOf(text: string): number {
  return cellWidth(text.includes('\x1b') ? text.replace(ESCAPES, '') : text);
}
