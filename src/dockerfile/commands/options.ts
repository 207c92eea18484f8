// Options as programs parse them: letters in bundles, values with `=`, attached or apart, `--`, options behind operands.
import type { ShellWord } from '../shell/shell-script.ts';

/** Which options take a value. */
export interface OptionTable {
  /** Letters whose value is attached or the next word. */
  readonly letters?: string;
  /** Long names whose value follows `=` or is the next word. */
  readonly names?: readonly string[];
  /** Words with one dash are names too (go, java, find). */
  readonly hasSingleDashNames?: boolean;
  /** Options end at the first operand. */
  readonly stopsAtOperand?: boolean;
  /** A letter that makes the next one part of its name (`-nv` of wget). */
  readonly doubleLetter?: string;
}

/** One option; its name is without dashes. */
export interface ParsedOption {
  readonly name: string;
  /** Undefined where it has none, or it is unknown. */
  readonly value: string | undefined;
  /** The word that holds the option. */
  readonly word: ShellWord;
  /** The word that holds the value, if that is another. */
  readonly valueWord?: ShellWord;
}

/** What a command was given. */
export interface ParsedOptions {
  readonly options: readonly ParsedOption[];
  readonly operands: readonly ShellWord[];
}

/** Parses the words behind a program or subcommand. */
export function parseOptions(words: readonly ShellWord[], table: OptionTable = {}): ParsedOptions {
  const options: ParsedOption[] = [];
  const operands: ShellWord[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const text = word.value ?? word.prefix;
    if (text === '--' && word.value !== undefined) {
      operands.push(...words.slice(at + 1));
      break;
    }
    const isOption = text.length > 1 && text.startsWith('-');
    if (!isOption) {
      operands.push(word);
      if (table.stopsAtOperand !== true) continue;
      operands.push(...words.slice(at + 1));
      break;
    }
    const isLong = text.startsWith('--') || (table.hasSingleDashNames === true && text.length > 2);
    const next = words[at + 1];
    const takesNext = isLong
      ? readLong(word, text, next, table, options)
      : readLetters(word, text, next, table, options);
    if (takesNext) at++;
  }
  return { options, operands };
}

function readLong(
  word: ShellWord,
  text: string,
  next: ShellWord | undefined,
  { names }: OptionTable,
  options: ParsedOption[],
): boolean {
  const equals = text.indexOf('=');
  const name = text.slice(text.startsWith('--') ? 2 : 1, equals === -1 ? undefined : equals);
  if (equals !== -1) {
    options.push({ name, value: word.value === undefined ? undefined : text.slice(equals + 1), word });
    return false;
  }
  const takesNext = next !== undefined && names?.includes(name) === true;
  options.push(
    takesNext ? { name, value: next.value, word, valueWord: next } : { name, value: undefined, word },
  );
  return takesNext;
}

function readLetters(
  word: ShellWord,
  text: string,
  next: ShellWord | undefined,
  { letters = '', doubleLetter }: OptionTable,
  options: ParsedOption[],
): boolean {
  for (let i = 1; i < text.length; i++) {
    const letter = text[i]!;
    if (letter === doubleLetter && i + 1 < text.length) {
      options.push({ name: text.slice(i, i + 2), value: undefined, word });
      i++;
    } else if (!letters.includes(letter)) options.push({ name: letter, value: undefined, word });
    else if (i + 1 < text.length) {
      options.push({ name: letter, value: word.value === undefined ? undefined : text.slice(i + 1), word });
      return false;
    } else {
      options.push(
        next === undefined
          ? { name: letter, value: undefined, word }
          : { name: letter, value: next.value, word, valueWord: next },
      );
      return next !== undefined;
    }
  }
  return false;
}

/** The last option of one of these names. */
export function findOption(
  { options }: ParsedOptions,
  ...names: readonly string[]
): ParsedOption | undefined {
  return options.findLast(({ name }) => names.includes(name));
}

/** Whether one of these options is there. */
export function hasOption(parsed: ParsedOptions, ...names: readonly string[]): boolean {
  return findOption(parsed, ...names) !== undefined;
}

/** The values of all options of these names, as far as they are known. */
export function optionValues({ options }: ParsedOptions, ...names: readonly string[]): readonly string[] {
  return options.flatMap(({ name, value }) => (value !== undefined && names.includes(name) ? [value] : []));
}

/** What a switch says: `--x`, `--x=true`, `--no-x`; undefined where it is not there or its value is unknown. */
export function readSwitch(parsed: ParsedOptions, name: string): boolean | undefined {
  const option = findOption(parsed, name, `no-${name}`);
  if (option === undefined) return undefined;
  const isOn = option.name === name;
  return option.value !== undefined && /^(?:false|no|off|0)$/i.test(option.value) ? !isOn : isOn;
}
