// Words for shells, and the options of all commands by what they take.
import type { CompletedCommand, CompletedOption } from './completion-model.ts';

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
