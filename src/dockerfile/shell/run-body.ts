// What a RUN hands to its shell, character by character (dispatchRun of BuildKit).
import { readHeredocStart } from '../parsing/find-heredocs.ts';
import type { Heredoc, Instruction } from '../parsing/instruction.ts';
import { joinedOffset, type MappedText } from '../parsing/logical-line.ts';
import { joinMapped, mappedScript, placelessScript, type ScriptText, sliceMapped } from './script-text.ts';

/** The text of a RUN in shell form. */
export interface RunBody {
  readonly text: ScriptText;
  readonly isHeredoc: boolean;
  /** The first line of a heredoc that begins with `#!`: it is run as a program of its own. */
  readonly shebang?: string;
}

/** Reads the body of a RUN in shell form; undefined where there is none. */
export function readRunBody(
  instruction: Instruction,
  source: string,
  isPlaced: boolean,
): RunBody | undefined {
  const [command] = instruction.args;
  if (command === undefined) return undefined;
  const { logical, heredocs } = instruction;
  const start = joinedOffset(logical, command.start);
  const line = sliceMapped(logical, start, start + command.value.length);
  const isHeredoc = heredocs.length > 0 && isAnnouncement(command.value);
  const mapped = isHeredoc ? contentOf(heredocs[0]!) : withHeredocs(line, heredocs);
  const text = isPlaced ? mappedScript(mapped, source) : placelessScript(mapped.text, instruction, source);
  const [shebang] = isHeredoc ? (/^#!.*/.exec(mapped.text) ?? []) : [];
  return { text, isHeredoc, ...(shebang === undefined ? {} : { shebang }) };
}

function isAnnouncement(command: string): boolean {
  try {
    return readHeredocStart(command) !== undefined;
  } catch {
    return false;
  }
}

/** A heredoc that is the whole command; `<<-` takes the tabs off its lines. */
function contentOf({ content, start, isChomped }: Heredoc): MappedText {
  const whole = { text: content, pieceStarts: [0], sourceStarts: [start] };
  if (!isChomped) return whole;
  let at = 0;
  const lines = content.split(/(?<=\n)/).map((line) => {
    const tabs = /^\t*/.exec(line)![0].length;
    const piece = sliceMapped(whole, at + tabs, at + line.length);
    at += line.length;
    return piece;
  });
  return joinMapped(lines);
}

/** Other heredocs are handed to the shell as they stand. */
function withHeredocs(line: MappedText, heredocs: readonly Heredoc[]): MappedText {
  if (heredocs.length === 0) return line;
  const pieces = heredocs.flatMap(({ content, start, end, name }) => [
    // The line end before the content, which is there.
    { text: '\n', pieceStarts: [0], sourceStarts: [start - 1] },
    { text: content, pieceStarts: [0], sourceStarts: [start] },
    { text: name, pieceStarts: [0], sourceStarts: [end] },
  ]);
  return joinMapped([line, ...pieces]);
}
