// Package names put into an installing command and taken out of it, in the layout that its list has.
import type { NamedPackage } from '../../../dockerfile/commands/effect.ts';
import type { TextEdit } from '../../../dockerfile/editing/text-edit.ts';
import type { Dockerfile, TextRange } from '../../../dockerfile/parsing/instruction.ts';

/** Puts names behind the last package of a command; undefined where its packages stand elsewhere. */
export function insertPackages(
  packages: readonly NamedPackage[],
  names: readonly string[],
  { start, end }: TextRange,
  { source: { text } }: Dockerfile,
): TextEdit | undefined {
  const last = packages.at(-1);
  if (
    last === undefined ||
    !packages.every(({ range, isPlain }) => isPlain && range.start >= start && range.end <= end)
  )
    return undefined;
  const before = packages.at(-2);
  const between = before === undefined ? ' ' : text.slice(before.range.end, last.range.start);
  // What stands between the last two is what stands between packages, if it is nothing but a new line.
  const separator = /^[ \t]*[\\`]\r?\n[ \t]*$/.test(between) ? between : ' ';
  const at = last.range.end;
  return { start: at, end: at, text: names.map((name) => separator + name).join('') };
}

/** Takes a package's word away, with its line where it stands alone in one; undefined where it is not plain. */
export function removePackage(
  { range, isPlain }: NamedPackage,
  command: TextRange,
  { source: { text } }: Dockerfile,
): TextEdit | undefined {
  if (!isPlain || range.start < command.start || range.end > command.end) return undefined;
  const lineStart = text.lastIndexOf('\n', range.start - 1) + 1;
  const newline = text.indexOf('\n', range.end);
  const isAlone =
    newline >= 0 &&
    lineStart > command.start &&
    /^[ \t]*$/.test(text.slice(lineStart, range.start)) &&
    /^[ \t]*[\\`][ \t]*\r?$/.test(text.slice(range.end, newline));
  if (isAlone) return { start: lineStart, end: newline + 1, text: '' };
  let { start } = range;
  while (start > command.start && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  if (text[start - 1] !== '\n') return { start, end: range.end, text: '' };
  let { end } = range;
  while (text[end] === ' ' || text[end] === '\t') end++;
  // More stands on its line: the blanks before it are that line's indent.
  if (end > range.end && text[end] !== '\n' && text[end] !== '\r')
    return { start: range.start, end, text: '' };
  // The last word of all: the continuation that led to it goes too.
  const lead = /[ \t]*[\\`][ \t]*\r?\n[ \t]*$/.exec(text.slice(command.start, range.start));
  return lead === null ? undefined : { start: command.start + lead.index, end: range.end, text: '' };
}
