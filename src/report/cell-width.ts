// How wide text is on a terminal, and cutting and wrapping by that (UAX 11: wide characters take two cells).

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const COMBINING = /\p{M}/u;
const PLAIN = /^[\x20-\x7e]*$/;
/** A cut never looks at more of a text than this: a path may be megabytes long. */
const LOOK_LIMIT = 4096;

/** Cells that the text takes; it must hold no control characters. */
export function cellWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let cells = 0;
  for (const character of text) cells += widthOf(character);
  return cells;
}

/** The text in at most `cells` cells, its end replaced by `…` where it is too long. */
export function cutEnd(text: string, cells: number): string {
  if (fits(text, cells)) return text;
  return `${takeStart(text, cells - 1).trimEnd()}…`;
}

/** The text in at most `cells` cells, its middle replaced by `…`: of a path, both ends tell the most. */
export function cutMiddle(text: string, cells: number): string {
  if (fits(text, cells)) return text;
  const head = Math.floor((cells - 1) / 3);
  const tail = [...text.slice(-LOOK_LIMIT)].reverse().join('');
  return `${takeStart(text, head)}…${[...takeStart(tail, cells - 1 - head)].reverse().join('')}`;
}

/** Words in lines of at most `cells` cells; a word that is longer than a line gets one of its own, cut. */
export function wrapWords(text: string, cells: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || cellWidth(longer) <= cells) line = longer;
    else {
      lines.push(cutEnd(line, cells));
      line = word;
    }
  }
  return [...lines, cutEnd(line, cells)];
}

/** The text with blanks behind it up to `cells` cells. */
export function padEndCells(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - cellWidth(text)));
}

/** The text with blanks before it up to `cells` cells. */
export function padStartCells(text: string, cells: number): string {
  return ' '.repeat(Math.max(0, cells - cellWidth(text))) + text;
}

function fits(text: string, cells: number): boolean {
  return text.length <= LOOK_LIMIT && cellWidth(text) <= cells;
}

function takeStart(text: string, cells: number): string {
  let taken = '';
  let used = 0;
  for (const character of text.slice(0, LOOK_LIMIT)) {
    used += widthOf(character);
    if (used > cells) break;
    taken += character;
  }
  return taken;
}

function widthOf(character: string): number {
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
