// The script of a shell, for the program as it is.
import type { Command } from 'commander';
import { describeCommands } from '../help/describe-commands.ts';
import { modelCompletion } from './completion-model.ts';
import { formatBash } from './format-bash.ts';
import { formatFish } from './format-fish.ts';
import { formatZsh } from './format-zsh.ts';

const FORMATS = { bash: formatBash, zsh: formatZsh, fish: formatFish } as const;

/** Formats it. */
export function formatCompletion(shell: keyof typeof FORMATS, program: Command): string {
  return FORMATS[shell](modelCompletion(describeCommands(program)));
}
