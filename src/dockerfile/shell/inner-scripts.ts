// Scripts that a command runs in its place: the text of `sh -c` and `su -c`, of `eval`, and a heredoc that a shell reads.
import type { Command } from './parse-shell.ts';
import { mappedScript, placelessScript, placeOf, type ScriptText, sliceMapped } from './script-text.ts';
import { dialectOf, type ShellDialect } from './shell-dialect.ts';
import type { ShellCommand, ShellScript, ShellWord } from './shell-script.ts';
import { programName, stripWrappers } from './strip-wrappers.ts';

/** How such scripts are read. */
export interface InnerReading {
  readonly text: ScriptText;
  readonly node: Pick<Command, 'prefix' | 'suffix'>;
  /** With the variables that a program is given. */
  readonly readEnvironment: (text: ScriptText, dialect: ShellDialect) => ShellScript;
  /** With the variables of this very place. */
  readonly readHere: (text: ScriptText) => ShellScript;
}

/** The scripts that a command runs. */
export function innerScripts(
  command: Pick<ShellCommand, 'words'>,
  reading: InnerReading,
): readonly ShellScript[] {
  const { words } = stripWrappers(command.words);
  const program = programName(words[0]);
  const dialect = dialectOf(program);
  if (program === 'eval')
    return words.length === 2 ? [reading.readHere(textOfWord(words[1]!, reading.text))] : [];
  if (dialect === undefined && program !== 'su' && program !== 'runuser') return [];
  const script = scriptArgument(words, program);
  if (script === undefined)
    return dialect === undefined || script === null ? [] : readHeredoc(reading, dialect);
  if (script === null) return [];
  const text = textOfWord(script, reading.text);
  // What the outer shell could not expand beforehand is as unknown inside.
  if (script.value === undefined) return [reading.readHere(text)];
  return [reading.readEnvironment(text, dialect ?? 'sh')];
}

/** The word behind `-c`; null where a file is run instead, undefined where standard input is. */
function scriptArgument(words: readonly ShellWord[], program: string): ShellWord | null | undefined {
  const isShell = program !== 'su' && program !== 'runuser';
  let takesScript = false;
  for (let at = 1; at < words.length; at++) {
    const word = words[at]!;
    const value = word.value ?? word.prefix;
    if (value === '-s' || value === '-') continue;
    if (/^--command=/.test(value)) return null;
    if (value === '--command') takesScript = true;
    else if (/^-[A-Za-z]+$/.test(value)) {
      if (value.includes('c')) takesScript = true;
      if (value.endsWith('o') && isShell) at++;
      else if (!isShell && takesScript) return words[at + 1] ?? null;
    } else if (/^[-+]./.test(value)) continue;
    else if (takesScript) return word;
    else if (isShell) return null;
  }
  return undefined;
}

function readHeredoc(
  { node, text, readEnvironment }: InnerReading,
  dialect: ShellDialect,
): readonly ShellScript[] {
  const heredoc = [...node.prefix, ...node.suffix].findLast((part) => part.type === 'HereDoc');
  if (heredoc === undefined) return [];
  const { pos, end } = heredoc.body;
  const inner =
    text.mapped === undefined
      ? placelessScript(text.text.slice(pos, end), placeOf(text, pos, end), text.source)
      : mappedScript(sliceMapped(text.mapped, pos, end), text.source);
  return [readEnvironment(inner, dialect)];
}

/** The text of a word, with its places where they are known. */
function textOfWord(word: ShellWord, { source }: ScriptText): ScriptText {
  const { value, origin, written, start } = word;
  if (value !== undefined && origin !== undefined) return mappedScript(origin, source);
  if (value !== undefined && word.isPlain)
    return mappedScript({ text: value, pieceStarts: [0], sourceStarts: [start] }, source);
  const quote = /^(["'])[\s\S]*\1$/.exec(written);
  const text = value ?? (quote === null ? written : written.slice(1, -1));
  return placelessScript(text, { start, end: word.end }, source);
}
