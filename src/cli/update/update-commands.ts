// The commands that keep a team's images up to date.
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addGraphCommand } from './graph-command.ts';
import { addPlanCommand } from './plan-command.ts';

/** Adds them to the program; commands hand their exit code to `setExitCode`. Each is added by a file of its own. */
export function addUpdateCommands(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const update = program
    .command('update')
    .description('the images that a team builds: what stands on what, what is stale, and making it new');
  addGraphCommand(update, io, setExitCode);
  addPlanCommand(update, io, setExitCode);
}
