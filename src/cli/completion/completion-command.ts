// `plimsoll completion`: a script by which a shell completes commands, options and their values.
import { Argument, type Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addExamples } from '../help/examples.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** Adds it to the program, whose other commands it describes. */
export function addCompletionCommand(program: Command, io: CliIo): void {
  const completion = program
    .command('completion')
    .description('print a script by which a shell completes commands, options, files and names of images')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { formatCompletion } = await import('./format-completion.ts');
      io.stdout.write(formatCompletion(shell, program));
    });
  addExamples(completion, [
    {
      line: 'plimsoll completion bash > ~/.local/share/bash-completion/completions/plimsoll',
      says: 'bash: for every shell from now on',
    },
    { line: 'plimsoll completion zsh > ~/.zfunc/_plimsoll', says: 'zsh: into a folder of $fpath' },
    {
      line: 'plimsoll completion fish > ~/.config/fish/completions/plimsoll.fish',
      says: 'fish: for every shell from now on',
    },
  ]);
}
