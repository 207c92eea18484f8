// From a word as it is written to the words that a program is given: variables put in, split at blanks.
import type { TextRange } from '../parsing/instruction.ts';
import type { MappedText } from '../parsing/logical-line.ts';
import type { Script, Word } from './parse-shell.ts';
import { isWritten, joinMapped, placeOf, rangeOf, type ScriptText } from './script-text.ts';
import type { ShellScript, ShellVariable, ShellWord } from './shell-script.ts';
import { readSegments, type Segment, type WordReading } from './word-segments.ts';

/** How the scripts in words are read. */
export type ReadInner = (script: Script) => ShellScript;

/** What words are read with. */
export type WordContext = Omit<WordReading, 'onScript'> & { readonly readInner: ReadInner };

/** A word that is what it says, as nearly all are. */
const SIMPLE = /^[\w./:=@%+,-]+$/;
/** One pair of braces of bash and nothing else that is special. */
const BRACES = /^([\w./:=@%+*-]*)\{([\w./:@%+*-]*(?:,[\w./:@%+*-]*)+)\}([\w./:=@%+*-]*)$/;
const NO_SCRIPTS: readonly ShellScript[] = [];

/** The words that one written word becomes: none where an unquoted variable is empty. */
export function expandWord(word: Word, context: WordContext): readonly ShellWord[] {
  if (SIMPLE.test(word.text)) return [simpleWord(word, context.text)];
  const braces = context.dialect === 'bash' ? BRACES.exec(word.text) : null;
  if (braces !== null) return expandBraces(word, braces, context.text);
  const scripts: ShellScript[] = [];
  const onScript = (script: Script): void => void scripts.push(context.readInner(script));
  const segments = readSegments(word, { ...context, onScript });
  const { text } = context;
  const range = placeOf(text, word.pos, word.end);
  const written = word.text;
  const base = { ...range, written, scripts };
  const [only] = segments;
  if (segments.length === 1 && only!.isExpansion && only!.value !== undefined)
    return expandVariable(only!, text, range, written);
  if (segments.some(({ value }) => value === undefined))
    return [{ ...base, value: undefined, prefix: knownPrefix(segments), isPlain: false }];
  if (segments.some(splits)) return splitMixed(segments, base, range);
  const value = joinValues(segments)!;
  return [
    {
      ...base,
      value,
      prefix: value,
      isPlain: isWritten(text, range, value),
      ...originIn(segments, value, written),
    },
  ];
}

function simpleWord({ text: value, pos, end }: Word, text: ScriptText): ShellWord {
  const range = placeOf(text, pos, end);
  const isPlain = isWritten(text, range, value);
  return {
    start: range.start,
    end: range.end,
    written: value,
    value,
    prefix: value,
    isPlain,
    scripts: NO_SCRIPTS,
  };
}

function expandBraces(
  word: Word,
  [, before = '', list = '', behind = '']: readonly string[],
  text: ScriptText,
): readonly ShellWord[] {
  const range = placeOf(text, word.pos, word.end);
  return list.split(',').map((each) => {
    const value = before + each + behind;
    return {
      ...range,
      written: word.text,
      value,
      prefix: value,
      isPlain: false,
      via: range,
      scripts: NO_SCRIPTS,
    };
  });
}

/** The value of an assignment, which is never split. */
export function expandValue(
  word: Word,
  context: WordContext,
): Partial<ShellVariable> & { scripts: readonly ShellScript[] } {
  const scripts: ShellScript[] = [];
  const onScript = (script: Script): void => void scripts.push(context.readInner(script));
  const segments = readSegments(word, { ...context, onScript });
  const value = joinValues(segments);
  const origin = value === undefined ? undefined : joinOrigins(segments);
  return { scripts, ...(value === undefined ? {} : { value }), ...(origin === undefined ? {} : { origin }) };
}

/** A word that is one variable: its words stand where the variable was set. */
function expandVariable(
  { value, origin, isQuoted }: Segment,
  text: ScriptText,
  via: TextRange,
  written: string,
): readonly ShellWord[] {
  const pieces = isQuoted ? [[0, value!.length] as const] : splitAtBlanks(value!);
  return pieces.map(([start, end]) => {
    const part = value!.slice(start, end);
    const range = origin === undefined ? via : rangeOf(origin, start, end);
    const isPlain = origin !== undefined && text.source.slice(range.start, range.end) === part;
    return {
      ...range,
      written: origin === undefined ? written : part,
      value: part,
      prefix: part,
      isPlain,
      via,
      scripts: [],
    };
  });
}

/** Whether a variable makes several words of one, or none. */
function splits({ value, isQuoted, isExpansion }: Segment): boolean {
  return isExpansion && !isQuoted && (value === '' || /[ \t\n]/.test(value ?? ''));
}

/** Variables among other text: all words stand where the word stands. */
function splitMixed(
  segments: readonly Segment[],
  base: Pick<ShellWord, 'start' | 'end' | 'written' | 'scripts'>,
  via: TextRange,
): readonly ShellWord[] {
  const words: string[] = [];
  let isOpen = false;
  const add = (text: string): void => {
    words.push(isOpen ? words.pop()! + text : text);
    isOpen = true;
  };
  for (const segment of segments) {
    const value = segment.value!;
    if (!splits(segment)) add(value);
    else
      for (const [i, piece] of value.split(/[ \t\n]+/).entries()) {
        if (i > 0) isOpen = false;
        if (piece !== '') add(piece);
      }
  }
  return words.map((value) => ({ ...base, value, prefix: value, isPlain: false, via }));
}

function splitAtBlanks(value: string): readonly (readonly [start: number, end: number])[] {
  return [...value.matchAll(/[^ \t\n]+/g)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
}

function knownPrefix(segments: readonly Segment[]): string {
  const unknown = segments.findIndex(({ value }) => value === undefined);
  return segments
    .slice(0, unknown)
    .map(({ value }) => value)
    .join('');
}

function joinValues(segments: readonly Segment[]): string | undefined {
  if (segments.some(({ value }) => value === undefined)) return undefined;
  return segments.map(({ value }) => value).join('');
}

function joinOrigins(segments: readonly Segment[]): MappedText | undefined {
  const origins = segments.map(({ origin }) => origin);
  return origins.every((origin) => origin !== undefined) ? joinMapped(origins) : undefined;
}

/** Kept where the value is not what is written, so that what is in it has its places too. */
function originIn(segments: readonly Segment[], value: string, written: string): Pick<ShellWord, 'origin'> {
  if (value === written) return {};
  const origin = joinOrigins(segments);
  return origin === undefined ? {} : { origin };
}
