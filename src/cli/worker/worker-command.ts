// `plimsoll worker`, and the option by which other commands name their database.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ENGINE_NAMES } from '../../engines/finding/engine-names.ts';
import type { CliIo } from '../cli-io.ts';
import { addTerminalOptions, collect } from '../command-options.ts';
import { addExamples } from '../help/examples.ts';
import type { WorkerFlags } from './worker-flags.ts';

/** Adds the command; it hands its exit code to `setExitCode`. */
export function addWorkerCommand(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const worker = program
    .command('worker')
    .description('do the steps that runs on other machines ask for, until it is told to stop');
  addTerminalOptions(addDatabaseOption(worker))
    .option('--jobs <n>', 'steps at the same time', parseCount, 1)
    .option('--name <name>', 'names the worker; unique among those that run (default: host and pid)')
    .option('--kinds <kind>', 'only steps of this kind; may be repeated (default: all)', collect)
    .option('--listen <host:port>', 'answer /healthz, /readyz and /metrics there')
    .optionsGroup('Making images:')
    .addOption(
      new Option('--engine <engine>', 'which one builds (default: the best that is here)').choices(
        ENGINE_NAMES,
      ),
    )
    .addOption(new Option('--network <mode>', 'what RUN reaches').choices(['host', 'none']))
    .option(
      '--secret <secret>',
      'a secret that builds mount, id=ID,src=FILE or id=ID,env=VARIABLE; may be repeated',
      collect,
    )
    .addOption(
      new Option('--accept <verdict>', 'which verdict on a rebase is enough')
        .choices(['proven', 'checked'])
        .default('proven'),
    )
    .option('--insecure', 'allow plain http and unknown certificates for registries beyond this machine')
    .optionsGroup('Work:')
    .option('--cache-dir <folder>', 'where what is learned of layers is kept')
    .option('--no-cache', 'keep nothing between steps')
    .action(async (flags: WorkerFlags) => {
      const { runWorker } = await import('../commands/worker.ts');
      setExitCode(await runWorker(flags, io));
    });
  addExamples(worker, [
    {
      line: 'plimsoll worker --database postgres://plimsoll@db.example.com/plimsoll --jobs 4',
      says: "take work of 'fleet check', 'fleet sbom' and 'update run' that name the same database",
    },
  ]);
}

/** Adds `--database`. */
export function addDatabaseOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--database <place>',
      'where steps are shared: postgres://USER@HOST/NAME, or a file (default: $PLIMSOLL_DATABASE_URL)',
    ),
  );
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!/^[0-9]{1,4}$/.test(text) || count < 1) throw new InvalidArgumentError('It must be a number from 1.');
  return count;
}
