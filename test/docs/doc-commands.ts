// The commands that the docs show, wherever they stand: in blocks, behind `$`, in workflows, and as spans in sentences.
import { listDocPages, readPage } from './doc-pages.ts';
import { readMarkdown } from './markdown.ts';
import { splitShellWords } from './shell-words.ts';

/** A command as a page shows it. */
export interface DocCommand {
  /** `page:line`. */
  readonly place: string;
  /** A span names a command in a sentence, and may leave out what it needs. */
  readonly kind: 'session' | 'block' | 'span';
  readonly text: string;
  /** What stands behind `plimsoll`. */
  readonly args: readonly string[];
}

/** In front of the program's name: a line's start, a variable, a quote or `$(` around it. */
const PROGRAM = /(?:^|[\s("'])plimsoll(?= [a-z-])/;

/** Forms, made from the commands themselves. */
const USAGE = 'usage';
/** The first line of what a build key is hashed from. */
const NO_COMMAND = 'plimsoll build key 1';

/** All of them, page by page. */
export function findDocCommands(): readonly DocCommand[] {
  return listDocPages().flatMap((page) => findCommandsOf(page, readPage(page)));
}

/** Those of one page. */
export function findCommandsOf(page: string, text: string): readonly DocCommand[] {
  const { blocks, spans } = readMarkdown(text);
  return [
    ...blocks
      .filter(({ language }) => language !== USAGE)
      .flatMap(({ language, line, lines }) =>
        joinLines(language === 'console' ? lines.map(onlyCommand) : lines).flatMap((text, i) =>
          readCommands(text, `${page}:${line + i}`, language === 'console' ? 'session' : 'block'),
        ),
      ),
    ...spans
      .filter(({ text }) => text.startsWith('plimsoll '))
      .flatMap(({ line, text }) => readCommands(text, `${page}:${line}`, 'span')),
  ];
}

function readCommands(line: string, place: string, kind: DocCommand['kind']): readonly DocCommand[] {
  const found = PROGRAM.exec(line);
  if (found === null || /^\s*#/.test(line) || line.trim() === NO_COMMAND) return [];
  const start = found.index + found[0].length - 'plimsoll'.length;
  const quote = /["']/.exec(found[0])?.[0];
  const text = quote === undefined ? line.slice(start) : line.slice(start).split(quote)[0]!;
  // Behind three spaces a list says what the command is for.
  const { words, rest } = splitShellWords(text.split(/ {3,}/)[0]!);
  const command = { place, kind, text: text.trim(), args: words.slice(1) };
  return [command, ...readCommands(rest, place, kind)];
}

/** Lines that end with a backslash go on; the lines that were joined stay as empty ones, so that places hold. */
function joinLines(lines: readonly string[]): readonly string[] {
  const joined = [...lines];
  for (let i = joined.length - 1; i > 0; i--)
    if (/\\\s*$/.test(joined[i - 1]!)) {
      joined[i - 1] = `${joined[i - 1]!.replace(/\\\s*$/, '')} ${joined[i]!.trim()}`;
      joined[i] = '';
    }
  return joined;
}

/** In a session all else is output, but for the line after a backslash. */
function onlyCommand(line: string, i: number, lines: readonly string[]): string {
  const isNext = i > 0 && lines[i - 1]!.endsWith('\\');
  return line.startsWith('$ ') || isNext ? line : '';
}
