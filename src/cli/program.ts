// The program: its commands, by task. Each family adds its own; what a command does is loaded when it runs.
import { Command } from 'commander';
import type { CliIo } from './cli-io.ts';
import { addCompletionCommand } from './completion/completion-command.ts';
import { addContextCommand } from './context/context-command.ts';
import { addFleetCommands } from './fleet/fleet-commands.ts';
import { COMMAND_GROUPS } from './help/command-groups.ts';
import { addExamples } from './help/examples.ts';
import { addImageCommands } from './image-commands.ts';
import { addReportCommand } from './page/report-command.ts';
import { addRewriteCommands } from './rewrite/rewrite-commands.ts';
import { addSetupCommands } from './setup-commands.ts';
import { addSplitCommand } from './splitting/split-command.ts';
import { addUpdateCommands } from './update/update-commands.ts';
import { addWorkerCommand } from './worker/worker-command.ts';

const NAMING = `
How an image is named:
  debian:12                    as in 'docker run': Docker's own copy where there is one, else the
                               registry's
  docker-daemon:app:1          Docker's or Podman's copy, and no other
  docker://ghcr.io/org/app:1   the registry's, and no other
  ./image.tar                  a file that 'docker save' wrote
  oci:./folder:1               a folder that 'docker buildx build --output type=oci,tar=false' or
                               'skopeo copy' wrote`;

const ENDING = `
'plimsoll COMMAND --help' tells more, with examples.
Exit codes: 0 clean, 1 findings or a budget exceeded, 2 could not run.`;

/** The program; commands hand their exit code to `setExitCode`. */
export function createProgram(io: CliIo, setExitCode: (code: number) => void): Command {
  const program = new Command('plimsoll')
    .description('Shows what a container image carries without need, where it came from and what it costs.')
    .version(io.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]')
    .configureHelp({ visibleCommands: ({ commands }) => [...commands] })
    .exitOverride()
    // What may be meant is found in all commands: usage/.
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // Errors are printed by whoever runs the program, in one form for all.
      outputError: () => {},
      getOutHelpWidth: () => Math.min(io.stdout.columns ?? 100, 100),
      getErrHelpWidth: () => Math.min(io.stderr.columns ?? 100, 100),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', NAMING);
  addExamples(program, [
    { line: 'plimsoll check app:1', says: 'what an image carries that it should not' },
    { line: 'plimsoll image app:1', says: 'its layers, and what each costs' },
    { line: 'plimsoll check . --fix', says: "repair a project's Dockerfile" },
    { line: 'plimsoll diff app:1.4 app:1.5 --max-growth 5%', says: 'fail where a new version grew' },
  ]).addHelpText('after', ENDING);
  program.commandsGroup(COMMAND_GROUPS.look);
  addImageCommands(program, io, setExitCode);
  addReportCommand(program, io, setExitCode);
  program.commandsGroup(COMMAND_GROUPS.build);
  addContextCommand(program, io, setExitCode);
  addSplitCommand(program, io, setExitCode);
  program.commandsGroup(COMMAND_GROUPS.rewrite);
  addRewriteCommands(program, io, setExitCode);
  program.commandsGroup(COMMAND_GROUPS.many);
  addFleetCommands(program, io, setExitCode);
  addUpdateCommands(program, io, setExitCode);
  addWorkerCommand(program, io, setExitCode);
  program.commandsGroup(COMMAND_GROUPS.connect);
  addSetupCommands(program, io, setExitCode);
  addCompletionCommand(program, io);
  return program;
}
