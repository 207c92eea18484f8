// The flags that instructions take, after instructions/bflag.go of BuildKit.
import { PlimsollError } from '../../errors.ts';
import type { Instruction } from '../parsing/instruction.ts';
import { quoteShort } from '../parsing/split-words.ts';

/** What a flag takes; `list` may come more than once. */
export type FlagType = 'boolean' | 'text' | 'list';

/** Values by flag; a boolean is `true` or `false`. */
export type FlagValues = ReadonlyMap<string, readonly string[]>;

/** Reads an instruction's flags; throws DOCKERFILE_INVALID for those that it does not take. */
export function readFlags(
  { name, flags, startLine }: Instruction,
  types: Readonly<Record<string, FlagType>>,
): FlagValues {
  const values = new Map<string, string[]>();
  const refuse = (message: string): PlimsollError =>
    new PlimsollError('DOCKERFILE_INVALID', message, { line: startLine });
  for (const flag of flags) {
    const type = Object.hasOwn(types, flag.name) ? types[flag.name] : undefined;
    const shown = quoteShort(`--${flag.name}`);
    if (type === undefined) throw refuse(`${name} has no flag ${shown}`);
    const before = values.get(flag.name);
    if (before !== undefined && type !== 'list') throw refuse(`${name} has the flag ${shown} twice`);
    const value = type === 'boolean' ? readBoolean(flag.value) : flag.value;
    if (value === undefined) throw refuse(`the flag ${shown} of ${name} has no proper value`);
    values.set(flag.name, [...(before ?? []), value]);
  }
  return values;
}

function readBoolean(text: string | undefined): string | undefined {
  if (text === undefined) return 'true';
  const lower = text.toLowerCase();
  return lower === 'true' || lower === 'false' ? lower : undefined;
}
