// From a logical line to its keyword, its builder flags and the rest, after parser/split_command.go of BuildKit.
import type { InstructionFlag, Word } from './instruction.ts';
import { type LogicalLine, sourceEnd, sourceOffset } from './logical-line.ts';
import { dropSpaceBefore, isBlank, isSpace, skipSpace } from './white-space.ts';

/** An instruction's parts; `rest` is a stretch of the line's text. */
export interface SplitInstruction {
  readonly keyword: Word;
  readonly flags: readonly InstructionFlag[];
  readonly rest: { readonly start: number; readonly end: number };
}

/** Splits a logical line. */
export function splitInstruction(line: LogicalLine, escapeToken: string): SplitInstruction {
  const { text } = line;
  const start = skipSpace(text, 0, text.length);
  const end = dropSpaceBefore(text, start, text.length);
  let keywordEnd = start;
  while (keywordEnd < end && !isBlank(text[keywordEnd]!)) keywordEnd++;
  const keyword = {
    value: text.slice(start, keywordEnd),
    start: sourceOffset(line, start),
    end: sourceEnd(line, start, keywordEnd),
  };
  let behind = keywordEnd;
  while (behind < end && isBlank(text[behind]!)) behind++;
  const flags: InstructionFlag[] = [];
  const afterFlags = readFlags(line, behind, end, escapeToken, flags);
  const restStart = skipSpace(text, afterFlags, end);
  return { keyword, flags, rest: { start: restStart, end } };
}

/** BuildKit reads flags byte by byte, so that bytes of longer characters can be white space; so does this. */
function readFlags(
  line: LogicalLine,
  from: number,
  end: number,
  escapeToken: string,
  flags: InstructionFlag[],
): number {
  if (!line.text.startsWith('--', skipSpace(line.text, from, end))) return from;
  const text = line.text.slice(from, end);
  const bytes = Buffer.from(text, 'utf8');
  const isAscii = bytes.length === text.length;
  const units = isAscii ? text : bytes.toString('latin1');
  const offsetOf = (unit: number): number =>
    from + (isAscii ? unit : bytes.subarray(0, unit).toString('utf8').length);
  let at = 0;
  for (;;) {
    at = skipSpace(units, at, units.length);
    if (at === units.length) return end;
    if (!units.startsWith('--', at)) return offsetOf(at);
    const { word, behind } = readFlagWord(units, at, escapeToken);
    if (word === '--') return behind === units.length ? end : offsetOf(behind);
    const range = {
      start: sourceOffset(line, offsetOf(at)),
      end: sourceEnd(line, offsetOf(at), offsetOf(behind)),
    };
    flags.push({ text: word, ...nameAndValue(word), ...range });
    at = behind;
  }
}

function readFlagWord(units: string, start: number, escapeToken: string): { word: string; behind: number } {
  const chars: string[] = [];
  let quote: string | undefined;
  let at = start;
  for (; at < units.length; at++) {
    const char = units[at]!;
    if (quote === undefined && isSpace(char)) break;
    if (quote === undefined && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = undefined;
    else if (char !== escapeToken) chars.push(char);
    else if (at + 1 < units.length) chars.push(units[++at]!);
    else quote = undefined;
  }
  return { word: chars.join(''), behind: at };
}

function nameAndValue(text: string): { name: string; value?: string } {
  const equals = text.indexOf('=');
  if (equals === -1) return { name: text.slice(2) };
  return { name: text.slice(2, equals), value: text.slice(equals + 1) };
}
