// The variables that RUN sees, as ENV and ARG set them, with the places of values that stand there to the letter.
import type { EvaluatedStep } from '../evaluation/evaluate-step.ts';
import type { Instruction, Word } from '../parsing/instruction.ts';
import { joinedOffset, type MappedText } from '../parsing/logical-line.ts';
import { sliceMapped } from '../shell/script-text.ts';
import type { ShellVariable } from '../shell/shell-script.ts';
import type { VariableHistory } from './variable-history.ts';

/** Puts what an instruction sets into the variables. */
export function setVariables({ expanded, isTriggered }: EvaluatedStep, variables: VariableHistory): void {
  const { instruction } = expanded;
  const wordAt = (i: number): Word | undefined => (isTriggered ? undefined : instruction.args[i]);
  if (expanded.kind === 'env')
    for (const [i, { name, value }] of expanded.pairs.entries())
      variables.set(name, withOrigin(value, wordAt(2 * i + 1), 0, instruction));
  if (expanded.kind === 'arg')
    for (const [i, { name, value }] of expanded.args.entries())
      if (value !== undefined)
        variables.set(name, withOrigin(value, wordAt(i), name.length + 1, instruction));
}

function withOrigin(
  value: string,
  word: Word | undefined,
  skipped: number,
  { logical }: Instruction,
): ShellVariable {
  const origin = word === undefined ? undefined : findValue(value, word, skipped, logical);
  return origin === undefined ? { value } : { value, origin };
}

/** Undefined where the value is written with escapes or variables, or came from elsewhere. */
function findValue(value: string, word: Word, skipped: number, logical: MappedText): MappedText | undefined {
  const start = joinedOffset(logical, word.start) + skipped;
  const written = word.value.slice(skipped);
  if (written === value) return sliceMapped(logical, start, start + value.length);
  const isQuoted = written === `"${value}"` || written === `'${value}'`;
  return isQuoted ? sliceMapped(logical, start + 1, start + 1 + value.length) : undefined;
}
