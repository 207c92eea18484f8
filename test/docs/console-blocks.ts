// Blocks that show a session in the shop's folder: ```console, lines with `$` and what they print. A line `...` stands for any lines.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { runShown } from './run-shown.ts';
import { splitShellWords } from './shell-words.ts';

const CUT = '...';

/** One command of a session with the lines that the page shows below it. */
export interface SessionStep {
  readonly command: string;
  readonly expected: readonly string[];
}

/** The steps of a block. A command goes on behind a backslash. */
export function readSession(lines: readonly string[]): readonly SessionStep[] {
  const steps: { command: string; expected: string[] }[] = [];
  for (const line of lines) {
    const last = steps.at(-1);
    if (last?.command.endsWith('\\') && last.expected.length === 0) last.command += `\n${line}`;
    else if (line.startsWith('$ ')) steps.push({ command: line.slice(2), expected: [] });
    else if (last !== undefined) last.expected.push(line);
    else throw new Error(`a session begins with a command: ${line}`);
  }
  for (const { expected } of steps) while (expected.at(-1) === '') expected.pop();
  return steps;
}

/** What runs the steps of a page, one after the other, in one folder and with one cache. */
export function startSession(folder: string): (command: string) => Promise<readonly string[]> {
  const cache = makeTemporaryFolder();
  let lastCode = 0;
  return async (command) => {
    const { words, rest } = splitShellWords(command.replaceAll('\\\n', ' '));
    const [program, ...args] = words;
    if (rest !== '') throw new Error(`a session knows no pipes: ${command}`);
    if (program === 'cat') return linesOf(readFileSync(join(folder, args[0]!), 'utf8'));
    if (command === 'echo $?') return [String(lastCode)];
    if (program !== 'plimsoll') throw new Error(`not known in a session: ${command}`);
    const { exitCode, shown } = await runShown(args, folder, cache);
    lastCode = exitCode;
    return linesOf(shown);
  };
}

/** Whether what was printed is what the page shows. */
export function fitsShown(expected: readonly string[], printed: readonly string[]): boolean {
  const pieces = splitAtCuts(expected);
  if (pieces.length === 1) return expected.join('\n') === printed.join('\n');
  let from = 0;
  return pieces.every((piece, i) => {
    const first = i === 0;
    const last = i === pieces.length - 1;
    const at = last ? Math.max(from, printed.length - piece.length) : findPiece(printed, piece, from);
    if (at < 0 || (first && piece.length > 0 && at !== 0)) return false;
    from = at + piece.length;
    return printed.slice(at, from).join('\n') === piece.join('\n');
  });
}

/** The lines to show: cut as the page has them cut, or as a line `... HEAD TAIL` asks. */
export function cutLike(expected: readonly string[], printed: readonly string[]): readonly string[] {
  if (fitsShown(expected, printed) && expected.length > 0) return expected;
  const asked = /^\.\.\. (\d+) (\d+)$/.exec(expected[0] ?? '');
  const pieces = splitAtCuts(expected);
  if (asked === null && pieces.length === 1) return printed;
  const head = Number(asked?.[1] ?? pieces[0]!.length);
  const tail = Number(asked?.[2] ?? pieces.at(-1)!.length);
  if (head + tail >= printed.length) return printed;
  return [...printed.slice(0, head), CUT, ...printed.slice(printed.length - tail)];
}

function splitAtCuts(lines: readonly string[]): readonly (readonly string[])[] {
  const pieces: string[][] = [[]];
  for (const line of lines)
    if (line === CUT) pieces.push([]);
    else pieces.at(-1)!.push(line);
  return pieces;
}

function findPiece(lines: readonly string[], piece: readonly string[], from: number): number {
  for (let at = from; at + piece.length <= lines.length; at++)
    if (piece.every((line, i) => lines[at + i] === line)) return at;
  return -1;
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  while (lines[0] === '') lines.shift();
  return lines;
}
