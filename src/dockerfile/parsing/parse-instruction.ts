// From a logical line to an instruction, after parser/parser.go of BuildKit; heredocs are added by who reads the lines.
import type { Instruction, Word } from './instruction.ts';
import { type LogicalLine, sliceLine } from './logical-line.ts';
import { splitInstruction } from './split-instruction.ts';
import {
  type LineRange,
  splitAtBlanks,
  splitHealthcheck,
  splitJson,
  splitPairs,
  splitQuotedWords,
  wholeRest,
} from './split-words.ts';
import { dropSpaceBefore, skipSpace } from './white-space.ts';

/** An instruction of which only its logical line was read. */
export type InstructionLine = Omit<
  Instruction,
  'endLine' | 'heredocs' | 'comments' | 'hasEmptyContinuation' | 'trigger'
> & {
  readonly trigger?: InstructionLine;
};

interface Arguments {
  readonly words: readonly Word[];
  readonly isJson?: boolean;
  readonly isLegacyPair?: boolean;
}

/** Reads the instruction of a logical line; throws DOCKERFILE_INVALID. */
export function parseInstruction(line: LogicalLine, escapeToken: string, isTrigger = false): InstructionLine {
  const { keyword, flags, rest } = splitInstruction(line, escapeToken);
  const lower = keyword.value.toLowerCase();
  const name = KNOWN.has(lower) ? lower.toUpperCase() : keyword.value;
  const place = {
    name,
    keyword,
    start: keyword.start,
    end: rangeEnd(line),
    startLine: line.startLine,
    flags,
    joined: line.text,
    logical: line,
  };
  if (lower === 'onbuild') {
    // A trigger of a trigger is refused later: it need not be understood.
    if (isTrigger || rest.start === rest.end)
      return { ...place, args: isTrigger ? wholeRest(line, rest) : [], isJson: false, isLegacyPair: false };
    const trigger = parseInstruction(sliceLine(line, rest.start, rest.end), escapeToken, true);
    const args = [trigger.keyword, ...trigger.args];
    return { ...place, args, isJson: false, isLegacyPair: false, trigger };
  }
  const { words, isJson = false, isLegacyPair = false } = parseArguments(lower, line, rest, escapeToken);
  return { ...place, args: words, isJson, isLegacyPair };
}

function rangeEnd(line: LogicalLine): number {
  const start = skipSpace(line.text, 0, line.text.length);
  const end = dropSpaceBefore(line.text, start, line.text.length);
  const last = line.pieceStarts.findLastIndex((at) => at < Math.max(end, 1));
  return line.sourceStarts[last]! + end - line.pieceStarts[last]!;
}

function parseArguments(name: string, line: LogicalLine, rest: LineRange, escapeToken: string): Arguments {
  switch (name) {
    case 'add':
    case 'copy':
    case 'volume': {
      const words = splitJson(line, rest);
      return words === undefined ? { words: splitAtBlanks(line, rest) } : { words, isJson: true };
    }
    case 'cmd':
    case 'entrypoint':
    case 'run':
    case 'shell': {
      const words = rest.start === rest.end ? undefined : splitJson(line, rest);
      return words === undefined ? { words: wholeRest(line, rest) } : { words, isJson: true };
    }
    case 'arg':
      return { words: splitQuotedWords(line, rest, escapeToken) };
    case 'env':
    case 'label':
      return splitPairs(line, rest, escapeToken, name.toUpperCase());
    case 'expose':
    case 'from':
      return { words: splitAtBlanks(line, rest) };
    case 'healthcheck':
      return splitHealthcheck(line, rest);
    case 'maintainer':
    case 'stopsignal':
    case 'user':
    case 'workdir':
      return { words: wholeRest(line, rest) };
    default:
      return { words: [] };
  }
}

const KNOWN: ReadonlySet<string> = new Set([
  'add',
  'arg',
  'cmd',
  'copy',
  'entrypoint',
  'env',
  'expose',
  'from',
  'healthcheck',
  'label',
  'maintainer',
  'onbuild',
  'run',
  'shell',
  'stopsignal',
  'user',
  'volume',
  'workdir',
]);
