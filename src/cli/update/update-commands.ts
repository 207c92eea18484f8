// The commands that keep a team's images up to date.
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';

/** Adds them to the program; commands hand their exit code to `setExitCode`. Each is added by a file of its own. */
export function addUpdateCommands(program: Command, _io: CliIo, _setExitCode: (code: number) => void): void {
  program
    .command('update')
    .description('the images that a team builds: what stands on what, what is stale, and making it new');
}
