// RUN in JSON form: one command whose words are the strings of a list.
import type { Instruction, Word } from '../parsing/instruction.ts';
import { joinedOffset, type MappedText } from '../parsing/logical-line.ts';
import { buildScript, type ScriptSurroundings } from './build-script.ts';
import { innerScripts } from './inner-scripts.ts';
import { mappedScript, sliceMapped } from './script-text.ts';
import type { ShellCommand, ShellScript, ShellWord } from './shell-script.ts';

/** Reads the list as a script of one command. */
export function readArgv(
  instruction: Instruction,
  source: string,
  surroundings: Pick<ScriptSurroundings, 'variables' | 'budget'>,
  isPlaced: boolean,
): ShellScript {
  const { logical, args } = instruction;
  const words = args.map(
    (word): ShellWord => (isPlaced ? placedWord(word, logical, source) : placelessWord(word, instruction)),
  );
  const range =
    isPlaced && args.length > 0
      ? { start: args[0]!.start, end: args.at(-1)!.end }
      : { start: instruction.start, end: instruction.end };
  const text = mappedScript({ text: '', pieceStarts: [0], sourceStarts: [range.start] }, source);
  const base = { kind: 'command', ...range, assignments: [], words, redirections: [] } as const;
  const command: ShellCommand = {
    ...base,
    runs: innerScripts(base, {
      text,
      node: { prefix: [], suffix: [] },
      readEnvironment: (inner, dialect) => buildScript(inner, { ...surroundings, dialect, depth: 1 }),
      readHere: (inner) => buildScript(inner, { ...surroundings, dialect: 'sh', depth: 1 }),
    }),
  };
  return {
    ...range,
    list: { items: [{ node: command, operator: undefined }] },
    isValid: true,
    heredoc: false,
  };
}

/** The range is that of the text between the quotes; with escapes in it, what stands inside has no place of its own. */
function placedWord({ value, start, end }: Word, logical: MappedText, source: string): ShellWord {
  const inner = { start: start + 1, end: end - 1 };
  const from = joinedOffset(logical, start) + 1;
  const origin = sliceMapped(logical, from, from + value.length);
  const base = { ...inner, written: source.slice(inner.start, inner.end), value, prefix: value, scripts: [] };
  if (origin.text !== value || logical.text[from + value.length] !== '"') return { ...base, isPlain: false };
  return { ...base, isPlain: base.written === value, origin };
}

function placelessWord({ value }: Word, { start, end }: Instruction): ShellWord {
  return { start, end, written: value, value, prefix: value, isPlain: false, scripts: [] };
}
