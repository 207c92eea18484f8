// The ways in which instructions split their arguments, after parser/line_parsers.go of BuildKit.
import { PlimsollError } from '../../errors.ts';
import type { Word } from './instruction.ts';
import { joinedOffset, type LogicalLine, sourceEnd, sourceOffset } from './logical-line.ts';
import { isBlank, isSpace, skipSpace } from './white-space.ts';

/** Go writes U+FFFD for half a pair. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** A stretch of a logical line's text. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** A word of a logical line; `value` is told apart where it is not what is written. */
export function wordAt(line: LogicalLine, start: number, end: number, value?: string): Word {
  return {
    value: value ?? line.text.slice(start, end),
    start: sourceOffset(line, start),
    end: sourceEnd(line, start, end),
  };
}

/** Words between blanks, whatever quotes are in them (FROM, EXPOSE, COPY, ADD, VOLUME). */
export function splitAtBlanks(line: LogicalLine, { start, end }: LineRange): readonly Word[] {
  const words: Word[] = [];
  let at = start;
  while (start < end) {
    let behind = at;
    while (behind < end && !isBlank(line.text[behind]!)) behind++;
    words.push(wordAt(line, at, behind));
    if (behind === end) break;
    at = behind;
    while (at < end && isBlank(line.text[at]!)) at++;
  }
  return words;
}

/** Words between white space that is neither quoted nor escaped; quotes and escapes stay (ARG, ENV, LABEL). */
export function splitQuotedWords(
  line: LogicalLine,
  { start, end }: LineRange,
  escapeToken: string,
): readonly Word[] {
  const words: Word[] = [];
  const { text } = line;
  let at = skipSpace(text, start, end);
  while (at < end) {
    const from = at;
    let quote: string | undefined;
    let isCut = false;
    for (; at < end; at++) {
      const char = text[at]!;
      if (quote === undefined && isSpace(char)) break;
      if (char === escapeToken && quote !== "'") {
        if (at + 1 === end) isCut = true;
        else at++;
      } else if (quote === undefined && (char === '"' || char === "'")) quote = char;
      else if (char === quote) quote = undefined;
    }
    const value = text.slice(from, isCut ? end - 1 : at);
    if (value !== '') words.push(wordAt(line, from, at, value));
    at = skipSpace(text, at, end);
  }
  return words;
}

/** ENV and LABEL: names and values in turn, and whether they came in the old form. */
export function splitPairs(
  line: LogicalLine,
  range: LineRange,
  escapeToken: string,
  name: string,
): { readonly words: readonly Word[]; readonly isLegacyPair: boolean } {
  const words = splitQuotedWords(line, range, escapeToken);
  if (words.length === 0) return { words, isLegacyPair: false };
  if (!words[0]!.value.includes('='))
    return { words: splitLegacyPair(line, range, name), isLegacyPair: true };
  const pairs = words.flatMap((word) => {
    const equals = word.value.indexOf('=');
    if (equals === -1)
      throw new PlimsollError('DOCKERFILE_INVALID', `${name} has no = in ${quoteShort(word.value)}`, {
        line: line.startLine,
        hint: 'Write NAME=VALUE.',
      });
    return splitPair(line, word, equals);
  });
  return { words: pairs, isLegacyPair: false };
}

/** Positions inside a word need its place in the joined text, which the word itself no longer has. */
function splitPair(line: LogicalLine, word: Word, equals: number): readonly Word[] {
  const start = joinedOffset(line, word.start);
  const name = wordAt(line, start, start + equals);
  const value = word.value.slice(equals + 1);
  return [name, { ...wordAt(line, start + equals + 1, start + word.value.length), value, end: word.end }];
}

function splitLegacyPair(line: LogicalLine, { start, end }: LineRange, name: string): readonly Word[] {
  let nameEnd = start;
  while (nameEnd < end && !isBlank(line.text[nameEnd]!)) nameEnd++;
  if (nameEnd === end)
    throw new PlimsollError('DOCKERFILE_INVALID', `${name} must have two arguments`, {
      line: line.startLine,
      hint: 'Write NAME=VALUE.',
    });
  let valueStart = nameEnd;
  while (valueStart < end && isBlank(line.text[valueStart]!)) valueStart++;
  return [wordAt(line, start, nameEnd), wordAt(line, valueStart, end)];
}

/** The words of a JSON array of strings; undefined if it is no JSON array, and then it is plain text. */
export function splitJson(line: LogicalLine, { start, end }: LineRange): readonly Word[] | undefined {
  const { text } = line;
  const from = skipSpace(text, start, end);
  if (text[from] !== '[' || from >= end) return undefined;
  let values: unknown;
  try {
    values = JSON.parse(text.slice(from, end));
  } catch {
    return undefined;
  }
  const strings = values as readonly unknown[];
  if (!strings.every((value) => typeof value === 'string'))
    throw new PlimsollError('DOCKERFILE_INVALID', 'an array in JSON form holds strings only', {
      line: line.startLine,
    });
  let at = from + 1;
  return strings.map((value) => {
    const open = text.indexOf('"', at);
    at = stringEnd(text, open);
    return wordAt(line, open, at, value.replace(LONE_SURROGATE, '\uFFFD'));
  });
}

function stringEnd(text: string, open: number): number {
  let at = open + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** The whole rest as one word; none if there is no rest. */
export function wholeRest(line: LogicalLine, { start, end }: LineRange): readonly Word[] {
  return start === end ? [] : [wordAt(line, start, end)];
}

/** HEALTHCHECK: its type, and behind it plain text or JSON. BuildKit looks for bytes here: only ASCII white space counts. */
export function splitHealthcheck(
  line: LogicalLine,
  { start, end }: LineRange,
): { readonly words: readonly Word[]; readonly isJson: boolean } {
  let typeEnd = start;
  while (typeEnd < end && !ASCII_SPACE.test(line.text[typeEnd]!)) typeEnd++;
  if (typeEnd === start) return { words: [], isJson: false };
  let from = typeEnd;
  while (from < end && ASCII_SPACE.test(line.text[from]!)) from++;
  const rest = { start: from, end };
  const json = splitJson(line, rest);
  const words = json ?? wholeRest(line, rest);
  return { words: [wordAt(line, start, typeEnd), ...words], isJson: json !== undefined };
}

const ASCII_SPACE = /^[\t-\r ]$/;

/** A text for a message, cut short. */
export function quoteShort(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
