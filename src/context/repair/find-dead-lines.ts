// Lines of an ignore file that do nothing in any folder, under any builder: only these may go. A line that merely matches nothing
// today may do so tomorrow, and is not dead.
import type { IgnoreLine } from '../ignore/read-ignore-file.ts';

/** Why a line is dead. */
export type DeadReason = 'repeated' | 'covered' | 'never-matches' | 'under-everything';

/** A line without effect. */
export interface DeadLine {
  readonly line: number;
  readonly text: string;
  readonly reason: DeadReason;
}

interface ReadLine {
  readonly source: IgnoreLine;
  readonly isException: boolean;
  readonly body: string;
  /** A path without anything special to any builder. */
  readonly isPlain: boolean;
}

const PLAIN = /^[\w.@~%,:=-][\w./@~%,:= -]*$/;
const EVERYTHING: ReadonlySet<string> = new Set(['*', '**', '**/*']);

/** The dead lines; they may go together. */
export function findDeadLines(lines: readonly IgnoreLine[]): readonly DeadLine[] {
  const read = lines.map(readOne);
  const dead: DeadLine[] = [];
  const gone = new Set<ReadLine>();
  for (const line of read) {
    const others = read.filter((other) => other !== line && !gone.has(other));
    const reason = reasonOf(line, others, read);
    if (reason === undefined) continue;
    gone.add(line);
    dead.push({ line: line.source.line, text: line.source.text, reason });
  }
  return dead;
}

function readOne(source: IgnoreLine): ReadLine {
  const isException = source.pattern.startsWith('!');
  const body = isException ? source.pattern.slice(1) : source.pattern;
  return { source, isException, body, isPlain: PLAIN.test(body) && isWrittenPlainly(source.text) };
}

/** Builders disagree about white space behind a '!' and about more than one slash in front. */
function isWrittenPlainly(text: string): boolean {
  return !/^\s*!\s*[\s/]|^\s|\/\/|\s$/.test(text);
}

function reasonOf(
  line: ReadLine,
  others: readonly ReadLine[],
  all: readonly ReadLine[],
): DeadReason | undefined {
  const { body, isException, isPlain } = line;
  if (body === '.' || body === '/' || body === '..' || body.startsWith('../')) return 'never-matches';
  const isNear = (other: ReadLine): boolean => !hasOpposite(line, other, all);
  const isSame = (other: ReadLine): boolean =>
    other.isException === isException && other.source.text.trim() === line.source.text.trim();
  if (others.some((other) => isSame(other) && isBefore(other, line) && isNear(other))) return 'repeated';
  if (isException || !isPlain) return undefined;
  const covers = others.some(
    (other) => !other.isException && other.isPlain && body.startsWith(`${other.body}/`) && isNear(other),
  );
  if (covers) return 'covered';
  return isUnderEverything(line, others) ? 'under-everything' : undefined;
}

/** All is ignored before, and no exception takes back what lies on the way to the path or below it. */
function isUnderEverything(line: ReadLine, others: readonly ReadLine[]): boolean {
  const whole = others.find(({ isException, body }) => !isException && EVERYTHING.has(body));
  if (whole === undefined || !isBefore(whole, line)) return false;
  const exceptions = others.filter(({ isException }) => isException);
  return exceptions.every(
    ({ isPlain, body }) =>
      isPlain && !`${body}/`.startsWith(`${line.body}/`) && !`${line.body}/`.startsWith(`${body}/`),
  );
}

function isBefore(a: ReadLine, b: ReadLine): boolean {
  return a.source.line < b.source.line;
}

function hasOpposite(a: ReadLine, b: ReadLine, all: readonly ReadLine[]): boolean {
  const [from, to] = [a.source.line, b.source.line].sort((x, y) => x - y) as [number, number];
  return all.some(
    ({ source, isException }) => source.line > from && source.line < to && isException !== a.isException,
  );
}
