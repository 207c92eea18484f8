// Text as Markdown, and tables of it, where GitHub and GitLab show them. Comments hold 65,536 characters: cells are cut, rows counted.
import { cutMiddle } from './cell-width.ts';
import { countOf } from './format-amount.ts';
import { makeVisible } from './visible-text.ts';

const CELL_CHARACTERS = 240;

/** Text from an image or a file stays text: no mark-up, no mention of people, no link. What stands in backticks stays code. */
export function escapeMarkdown(text: string): string {
  return cutMiddle(makeVisible(text), CELL_CHARACTERS)
    .split(/(`[^`]+`)/)
    .map((part, i) => (i % 2 === 1 ? part : escapeWords(part)))
    .join('');
}

/** The same in a table. */
export function escapeCell(text: string): string {
  return escapeMarkdown(text).replaceAll('|', '\\|');
}

/** A heading and its columns; amounts stand to the right. */
export interface MarkdownColumn {
  readonly heading: string;
  readonly align?: 'right';
}

/** A table of cells that are Markdown already, with at most `most` rows and a word of the others; `what` is one of them. */
export function* formatMarkdownTable(
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly string[])[],
  most: number,
  what: string,
): Iterable<string> {
  yield `| ${columns.map(({ heading }) => heading).join(' | ')} |\n`;
  yield `|${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join('|')}|\n`;
  for (const row of rows.slice(0, most)) yield `| ${row.join(' | ')} |\n`;
  const left = rows.length - most;
  yield left > 0 ? `\nand ${countOf(left, what)}\n\n` : '\n';
}

/** What is shown only on a click. */
export function* foldMarkdown(summary: string, body: Iterable<string>): Iterable<string> {
  yield `<details><summary>${summary}</summary>\n\n`;
  yield* body;
  yield '</details>\n\n';
}

function escapeWords(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#!~]/g, '\\$&').replaceAll('@', '&#64;');
}
