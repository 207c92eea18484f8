// Words for shells, and the options of all commands by what they take.
import type { CompletedCommand, CompletedOption, CompletedValue } from './completion-model.ts';

/** A word in single quotes, for bash and zsh. */
export function quoteShell(word: string): string {
  return /^[\w-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** For each value that options take, `COMMAND FLAG` of those that do; `describe` gives null for an option without one. */
export function listValues(
  commands: readonly CompletedCommand[],
  describe: (option: CompletedOption) => string | null,
): readonly (readonly [value: string, flags: readonly string[]])[] {
  const byValue = new Map<string, string[]>();
  for (const { line, options } of commands)
    for (const option of options) {
      const value = describe(option);
      if (value === null) continue;
      const flags = byValue.get(value) ?? [];
      byValue.set(value, flags);
      for (const flag of [option.short, option.long]) if (flag !== null) flags.push(`${line} ${flag}`);
    }
  return [...byValue];
}

/** What a value may be: its kind, with the choices one a line, none of which has white space; empty for none. */
export function describeValue(value: CompletedValue | null): string {
  if (value === null) return '';
  return value.kind === 'choices' ? `choices ${value.choices.join('\n')}` : value.kind;
}

/** The function by which a script finds the value of `COMMAND FLAG`; `joinPatterns` writes the flags of a case. */
export function formatValueCases(
  commands: readonly CompletedCommand[],
  joinPatterns: (flags: readonly string[]) => string,
): string {
  const cases = listValues(commands, (option) =>
    option.value === null
      ? null
      : `${option.isValueOptional ? 'optional ' : ''}${describeValue(option.value)}`,
  ).map(([value, flags]) => `    ${joinPatterns(flags.map(quoteShell))}) value=${quoteShell(value)} ;;`);
  return ['__plimsoll_value() {', '  value=', '  case "$1 $2" in', ...cases, '  esac', '}', ''].join('\n');
}
