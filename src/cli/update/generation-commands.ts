// `plimsoll update promote`, `rollback`, `status` and `watch`.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addTerminalOptions, addWorkOptions, collect } from '../command-options.ts';
import { addExamples } from '../help/examples.ts';
import type {
  UpdatePromoteFlags,
  UpdateRollbackFlags,
  UpdateStatusFlags,
  UpdateWatchFlags,
} from './generation-flags.ts';
import { addGraphSource } from './graph-source-options.ts';
import { addRunOptions } from './run-command.ts';

/** Adds them to `update`; commands hand their exit code to `setExitCode`. */
export function addGenerationCommands(update: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const promote = update
    .command('promote')
    .description('make the images of the last run current, all of them together or none');
  addWorkOptions(addPlaceOptions(addGraphSource(promote, ['text', 'json'])))
    .optionsGroup('Promotion:')
    .option(
      '--keep <count>',
      'how many generations stay pullable (default: as the settings say, else 5)',
      parseCount,
    )
    .addOption(
      new Option('--gate <severity>', 'check each new image first (default: as the settings say)').choices([
        'error',
        'warning',
        'none',
      ]),
    )
    .action(async (folders: string[], flags: UpdatePromoteFlags) => {
      const { runUpdatePromote } = await import('../commands/update-promote.ts');
      setExitCode(await runUpdatePromote(folders, flags, io));
    });
  addExamples(promote, [
    { line: 'plimsoll update promote', says: 'move all tags to what the last run made, together' },
    {
      line: 'plimsoll update promote --gate error --keep 10',
      says: 'not where a new image has findings that are errors; ten generations stay',
    },
  ]);
  const rollback = update
    .command('rollback')
    .description('make an earlier generation current again: every tag gets its digest of then')
    .argument('[generation]', 'its number (default: the one before the current)', parseCount)
    .option('--folder <folder>', 'where plimsoll.yaml and plimsoll.lock lie (default: the working folder)')
    .option('--config <file>', 'settings (default: plimsoll.yaml of the folder where there is one)')
    .option(
      '--move <names>',
      'names to be moved that this project does not know, with * for any text; may be repeated',
      collect,
    )
    .optionsGroup('Output:')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'));
  addTerminalOptions(addPlaceOptions(rollback)).action(
    async (number: number | undefined, flags: UpdateRollbackFlags) => {
      const { runUpdateRollback } = await import('../commands/update-rollback.ts');
      setExitCode(await runUpdateRollback(number, flags, io));
    },
  );
  addExamples(rollback, [
    { line: 'plimsoll update rollback', says: 'back to the generation before' },
    { line: 'plimsoll update rollback 12', says: 'back to generation 12' },
  ]);
  const status = update
    .command('status')
    .description(
      'show what is current, which tags differ from it, what is unfinished, what each generation costs',
    );
  addPlaceOptions(addGraphSource(status, ['text', 'json']))
    .option('--all', 'show every image')
    .option('--check', 'exit with 1 where tags differ, or something is unfinished or broken')
    .action(async (folders: string[], flags: UpdateStatusFlags) => {
      const { runUpdateStatus } = await import('../commands/update-status.ts');
      setExitCode(await runUpdateStatus(folders, flags, io));
    });
  addExamples(status, [
    {
      line: 'plimsoll update status',
      says: 'which generation is current, and whether every tag is where it says',
    },
    { line: 'plimsoll update status --check', says: 'the same for CI: exit code 1 where something differs' },
  ]);
  const watch = update
    .command('watch')
    .description(
      'look at bases of elsewhere again and again, and run where one changed, until it is stopped',
    );
  addRunOptions(watch)
    .optionsGroup('Watching:')
    .option('--every <time>', 'how often, as 30s, 10m or 2h', parseTime, 600)
    .action(async (folders: string[], flags: UpdateWatchFlags) => {
      const { runUpdateWatch } = await import('../commands/update-watch.ts');
      setExitCode(await runUpdateWatch(folders, flags, io));
    });
  addExamples(watch, [
    {
      line: 'plimsoll update watch --every 10m --promote',
      says: 'look for new bases every ten minutes, and make what they touch',
    },
  ]);
}

function addPlaceOptions(command: Command): Command {
  return command
    .optionsGroup('Where:')
    .option('--generations <repository>', 'HOST/REPOSITORY of the generations (default: as the settings say)')
    .option('--lock <file>', 'what images were made of (default: plimsoll.lock of the first folder)')
    .option('--to <place>', "HOST[/PREFIX] that takes the place of the images' own registry")
    .option('--insecure', 'allow plain http and unknown certificates for registries beyond this machine')
    .option(
      '--database <place>',
      'where the journal is: a file, or a URL of PostgreSQL (default: PLIMSOLL_DATABASE_URL, else a file)',
    );
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a number from 1.');
  return Number(text);
}

function parseTime(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,5})(s|m|h)$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('Write it as 30s, 10m or 2h.');
  return Number(count) * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h'];
}
