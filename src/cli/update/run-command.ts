// `plimsoll update run`.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ENGINE_NAMES } from '../../engines/finding/engine-names.ts';
import type { CliIo } from '../cli-io.ts';
import { addWorkOptions, collect } from '../command-options.ts';
import { addExamples } from '../help/examples.ts';
import { addGraphSource } from './graph-source-options.ts';
import type { UpdateRunFlags } from './run-flags.ts';

/** Adds it to `update`. */
export function addRunCommand(update: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const run = update
    .command('run')
    .description('make every stale image anew, in order: rebased where that is proven, else rebuilt');
  addRunOptions(run).action(async (folders: string[], flags: UpdateRunFlags) => {
    const { runUpdateRun } = await import('../commands/update-run.ts');
    setExitCode(await runUpdateRun(folders, flags, io));
  });
  addExamples(run, [
    { line: 'plimsoll update run --dry-run', says: 'what would be done, without doing it' },
    {
      line: 'plimsoll update run --to registry.example.com/staging',
      says: 'make all stale images, and push them under another place',
    },
    {
      line: 'plimsoll update run --only shop/api --promote',
      says: 'one image and what stands on it; then make them current',
    },
  ]);
}

/** Adds folders and options of a run, for whatever begins one. */
export function addRunOptions(run: Command): Command {
  const sourced = addGraphSource(run, ['text', 'json'])
    .option('--all', 'show every image, those that were left too')
    .optionsGroup('What:')
    .option(
      '--only <image>',
      'only this image, NAME or "NAME PLATFORM", and what is stale below it; may be repeated',
      collect,
    )
    .option(
      '--force <image>',
      'make this image anew, without the cache, though nothing changed; may be repeated',
      collect,
    )
    .option('--sources', 'ask for what ADD fetches, at the hosts that Dockerfiles name')
    .option('--packages', 'ask for the package indexes that the lock names')
    .option(
      '--mirror <host>',
      'HOST[:PORT] of your own that may be asked for package indexes as well; may be repeated',
      collect,
    )
    .option('--lock <file>', 'what images were made of (default: plimsoll.lock of the first folder)')
    .option('--dry-run', 'make nothing; tell what would be done')
    .optionsGroup('Making:')
    .addOption(
      new Option('--engine <engine>', 'which one builds (default: the best that is here)').choices(
        ENGINE_NAMES,
      ),
    )
    .option('--jobs <count>', 'images at the same time; 0 leaves them to workers', parseCount(0, 256), 2)
    .option('--tries <count>', 'how often an image is tried before it counts as failed', parseCount(1, 20), 2)
    .addOption(
      new Option('--accept <verdict>', 'which verdict on a rebase is enough')
        .choices(['proven', 'checked'])
        .default('proven'),
    )
    .addOption(new Option('--network <mode>', 'what RUN reaches').choices(['host', 'none']))
    .option(
      '--secret <secret>',
      'a secret that builds mount, id=ID,src=FILE or id=ID,env=VARIABLE; may be repeated',
      collect,
    )
    .optionsGroup('Where:')
    .option('--to <place>', "HOST[/PREFIX] that takes the place of the images' own registry")
    .option('--insecure', 'allow plain http and unknown certificates for registries beyond this machine')
    .option(
      '--database <place>',
      'where results are kept: a file, or a URL of PostgreSQL (default: PLIMSOLL_DATABASE_URL, else a file)',
    )
    .option('--write', 'write new digests into Dockerfiles that name bases by digest')
    .option('--promote', 'make the result the current generation')
    .option(
      '--generations <repository>',
      'with --promote: HOST/REPOSITORY of the generations (default: as the settings say)',
    );
  return addWorkOptions(sourced);
}

function parseCount(least: number, most: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (!/^\d{1,3}$/.test(text) || count < least || count > most)
      throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
    return count;
  };
}
