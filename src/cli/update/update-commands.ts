// The commands that keep a team's images up to date.
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addExamples } from '../help/examples.ts';
import { addGenerationCommands } from './generation-commands.ts';
import { addGraphCommand } from './graph-command.ts';
import { addPlanCommand } from './plan-command.ts';
import { addRunCommand } from './run-command.ts';

/** Adds them to the program; commands hand their exit code to `setExitCode`. Each is added by a file of its own. */
export function addUpdateCommands(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const update = program
    .command('update')
    .description('the images that a team builds: what stands on what, what is stale, and making it new');
  addExamples(update, [
    { line: 'plimsoll update plan', says: 'which images of this repository are stale, and why' },
    { line: 'plimsoll update run --promote', says: 'make them new, and make the result current' },
  ]);
  addGraphCommand(update, io, setExitCode);
  addPlanCommand(update, io, setExitCode);
  addRunCommand(update, io, setExitCode);
  addGenerationCommands(update, io, setExitCode);
}
