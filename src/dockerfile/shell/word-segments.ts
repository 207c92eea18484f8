// A word of a script in its parts: what is known of each, and where exactly it stands.
import type { MappedText } from '../parsing/logical-line.ts';
import { type ExpansionBudget, spend } from './expansion-budget.ts';
import type { ParameterExpansionPart, Script, Word, WordPart } from './parse-shell.ts';
import { joinMapped, type ScriptText, sliceMapped } from './script-text.ts';
import type { ScriptVariables } from './script-variables.ts';
import type { ShellDialect } from './shell-dialect.ts';

/** One part of a word. */
export interface Segment {
  /** Undefined where it is unknown. */
  readonly value: string | undefined;
  /** Where exactly this value stands; undefined where it is written otherwise. */
  readonly origin: MappedText | undefined;
  readonly isQuoted: boolean;
  /** Whether a variable brought it: then it is split at blanks unless it is quoted. */
  readonly isExpansion: boolean;
}

/** What a word is read with. */
export interface WordReading {
  readonly text: ScriptText;
  readonly variables: ScriptVariables;
  readonly dialect: ShellDialect;
  readonly budget: ExpansionBudget;
  /** Called with every script in the word. */
  readonly onScript: (script: Script) => void;
}

const UNKNOWN: Segment = { value: undefined, origin: undefined, isQuoted: false, isExpansion: true };

/** The parts of a word in their order. */
export function readSegments(word: Word, reading: WordReading): readonly Segment[] {
  const parts = word.parts ?? [];
  if (parts.length === 0)
    return expandTilde(literal(word.text, word.value, word.pos, false, reading), reading);
  const segments = parts.flatMap((part) => readPart(part, false, reading));
  const [first, ...rest] = segments;
  return parts[0]!.type === 'Literal' ? [...expandTilde(first!, reading), ...rest] : segments;
}

function readPart(part: WordPart, isQuoted: boolean, reading: WordReading): readonly Segment[] {
  switch (part.type) {
    case 'Literal':
      return [literal(part.text, part.value, part.pos, isQuoted, reading)];
    case 'Glob':
    case 'ExtendedGlob':
      // Patterns stay as they are: which files they mean only the build knows.
      return [literal(part.text, part.text, part.pos, isQuoted, reading)];
    case 'SingleQuoted':
      return [literal(part.text.slice(1, -1), part.value, part.pos + 1, true, reading)];
    case 'AnsiCQuoted':
      return [{ value: part.value, origin: undefined, isQuoted: true, isExpansion: false }];
    case 'DoubleQuoted':
    case 'LocaleString':
      // An empty pair of quotes is a word of its own.
      if (part.parts.length === 0) return [literal('', '', part.pos + 1, true, reading)];
      return part.parts.flatMap((inner) => readPart(inner, true, reading));
    case 'SimpleExpansion':
      return [variable(part.text.slice(1), isQuoted, reading)];
    case 'ParameterExpansion':
      return readParameter(part, isQuoted, reading);
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      if (part.script !== undefined) reading.onScript(part.script);
      return [UNKNOWN];
    case 'BraceExpansion':
      // A POSIX shell leaves braces as they are.
      return reading.dialect === 'sh'
        ? [literal(part.text, part.text, part.pos, isQuoted, reading)]
        : [UNKNOWN];
    default:
      return [UNKNOWN];
  }
}

function variable(name: string, isQuoted: boolean, { variables, budget }: WordReading): Segment {
  const known = variables.get(name);
  if (known !== undefined && !spend(budget, known.value.length)) return UNKNOWN;
  return { value: known?.value, origin: known?.origin, isQuoted, isExpansion: true };
}

function readParameter(
  part: ParameterExpansionPart,
  isQuoted: boolean,
  reading: WordReading,
): readonly Segment[] {
  const { parameter, operation } = part;
  const plain = variable(parameter, isQuoted, reading);
  if (part.prefix !== undefined || part.index !== undefined) return [UNKNOWN];
  if (operation === undefined) return [plain];
  if (operation.type !== 'Default') return [UNKNOWN];
  // What is written there is split as if a variable had brought it.
  const operand = readSegments(operation.operand, reading).map((segment) => ({
    ...segment,
    isExpansion: true,
    isQuoted: isQuoted || segment.isQuoted,
  }));
  if (plain.value === undefined) return [UNKNOWN];
  const isSet = plain.value !== '' || !operation.operator.startsWith(':');
  if (operation.operator.endsWith('+')) return isSet ? operand : [{ ...plain, value: '', origin: undefined }];
  return isSet ? [plain] : operand;
}

function literal(
  written: string,
  value: string,
  start: number,
  isQuoted: boolean,
  { text }: WordReading,
): Segment {
  return { value, origin: originOf(written, value, start, text.mapped), isQuoted, isExpansion: false };
}

/** Lines that the shell itself joins are pieces of one value. */
function originOf(
  written: string,
  value: string,
  start: number,
  mapped: MappedText | undefined,
): MappedText | undefined {
  if (mapped === undefined) return undefined;
  if (written === value) return sliceMapped(mapped, start, start + written.length);
  const lines = written.split('\\\n');
  if (lines.join('') !== value) return undefined;
  let at = start;
  return joinMapped(
    lines.map((line) => {
      const piece = sliceMapped(mapped, at, at + line.length);
      at += line.length + 2;
      return piece;
    }),
  );
}

/** `~` and `~/x` are the home folder; `~name` is not known. */
function expandTilde(first: Segment, { variables }: WordReading): readonly Segment[] {
  const { value, isQuoted } = first;
  if (isQuoted || value?.startsWith('~') !== true) return [first];
  if (value !== '~' && !value.startsWith('~/')) return [UNKNOWN];
  const home = variables.get('HOME');
  const folder = { value: home?.value, origin: undefined, isQuoted: true, isExpansion: true };
  return [folder, { ...first, value: value.slice(1), origin: undefined }];
}
