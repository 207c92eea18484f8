// The commands that write images, and the options that all of them have.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addPlaceOptions, addTerminalOptions, addWorkOptions, collect } from '../command-options.ts';
import { addExamples } from '../help/examples.ts';
import type { RebaseFlags, RelayerFlags, SquashFlags, TrimFlags } from './rewrite-flags.ts';

/** Adds them to the program; commands hand their exit code to `setExitCode`. */
export function addRewriteCommands(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const squash = program
    .command('squash')
    .description('make the layers of an image one, and prove that it shows the same')
    .argument('<image>', 'the image, by name or file');
  addRewriteOptions(squash)
    .optionsGroup('Layers:')
    .option(
      '--above <image|layer>',
      'keep the layers up to this one (its number, or the digest of its content), or those of an image; squash what is above',
    )
    .action(async (image: string, flags: SquashFlags) => {
      const { runSquash } = await import('../commands/squash.ts');
      setExitCode(await runSquash(image, flags, io));
    });
  addExamples(squash, [
    {
      line: 'plimsoll squash app:1 -o docker-daemon:app:1-small',
      says: 'one layer of all, back into Docker: what was deleted or overwritten is gone',
    },
    {
      line: 'plimsoll squash app:1 --above debian:12 -o docker://ghcr.io/org/app:1',
      says: "keep the base's layers, which others share, and push the result",
    },
    {
      line: 'plimsoll squash ./image.tar -o docker-archive:./small.tar',
      says: "from a file to a file that 'docker load' takes",
    },
  ]);
  const rebase = program
    .command('rebase')
    .description("put an image's own layers on a new base, without a build, and say how far that is proven")
    .argument('<image>', 'the image, by name or file')
    .requiredOption('--onto <image>', 'the new base');
  addRewriteOptions(rebase)
    .optionsGroup('Bases:')
    .option('--old-base <image>', 'the base that it was built on; else the one that its annotations name')
    .option('--dry-run', 'write nothing; tell the verdict')
    .action(async (image: string, flags: RebaseFlags) => {
      const { runRebase } = await import('../commands/rebase.ts');
      setExitCode(await runRebase(image, flags, io));
    });
  addExamples(rebase, [
    {
      line: 'plimsoll rebase app:1 --onto debian:bookworm-slim --dry-run -o docker-daemon:app:2',
      says: 'say whether the image would work on the new base, and write nothing',
    },
    {
      line: 'plimsoll rebase app:1 --old-base debian:12.1 --onto debian:12.2 -o docker-daemon:app:2',
      says: "swap the base under the image's own layers",
    },
  ]);
  const trim = program
    .command('trim')
    .description('take out of an image what has no place in production, and prove that the rest is the same')
    .argument('<image>', 'the image, by name or file');
  addRewriteOptions(trim)
    .optionsGroup('What goes:')
    .option('--above <image|layer>', 'leave the layers up to this one, or those of an image, as they are')
    .option('--keep <glob>', 'a path that stays; may be given several times', collect)
    .option('--only <rules>', 'take only what these rules find; ids with commas between', splitIds)
    .option('--skip <rules>', 'leave what these rules find', splitIds)
    .option('--explain <path>', 'tell why a path goes or stays, and write nothing')
    .option('--dry-run', 'write nothing; tell what would go')
    .action(async (image: string, flags: TrimFlags) => {
      const { runTrim } = await import('../commands/trim.ts');
      setExitCode(await runTrim(image, flags, io));
    });
  addExamples(trim, [
    {
      line: 'plimsoll trim app:dev -o docker-daemon:app:prod --dry-run',
      says: 'what would go, and how much that is',
    },
    {
      line: 'plimsoll trim app:dev -o docker-daemon:app:prod',
      says: 'compilers, caches, documentation out; the rest proven the same',
    },
    {
      line: "plimsoll trim app:dev -o oci:./app --keep '/usr/bin/vim*' --skip documentation",
      says: 'keep some paths, and what one rule finds',
    },
    { line: 'plimsoll trim app:dev -o oci:./app --explain /usr/bin/gcc', says: 'why a path goes or stays' },
  ]);
  const relayer = program
    .command('relayer')
    .description('cut images into layers by content and package, so that all of them share what is equal')
    .argument('<image...>', 'the images, by name or file');
  addRewriteOptions(relayer)
    .option('--all', 'show every layer')
    .optionsGroup('Layers:')
    .option('--layers <count>', 'the most layers that an image may have', parseLayerCount, 40)
    .addOption(
      new Option(
        '--order <order>',
        'which layers lie at the bottom: those that change least, or the most shared',
      )
        .choices(['stable', 'popular'])
        .default('stable'),
    )
    .option('--layout <file>', 'keep the layers of the run that wrote this file; written anew at the end')
    .option(
      '--clamp-mtime [time]',
      'set later times of files to this one (default: SOURCE_DATE_EPOCH), so that they are shared',
    )
    .option('--dry-run', 'write nothing; tell the plan and its figures')
    .action(async (images: string[], flags: RelayerFlags) => {
      const { runRelayer } = await import('../commands/relayer.ts');
      setExitCode(await runRelayer(images, flags, io));
    });
  addExamples(relayer, [
    {
      line: 'plimsoll relayer api:1 web:1 -o oci:./images --dry-run',
      says: 'how much two images would share if their layers were cut well',
    },
    {
      line: 'plimsoll relayer docker://ghcr.io/org/api:1 docker://ghcr.io/org/web:1 -o docker://ghcr.io/org/shared/ --layout fleet.json',
      says: 'write them, and remember the layers so that the next run keeps them',
    },
  ]);
}

/** Two layers of each image are its own, and one at least has to be left for what it shares. */
function parseLayerCount(text: string): number {
  const count = Number(text);
  if (!/^\d{1,3}$/.test(text) || count < 3 || count > 127)
    throw new InvalidArgumentError('It must be a number from 3 to 127, which is what engines take.');
  return count;
}

function splitIds(text: string): readonly string[] {
  return text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

/** What all of them have. */
function addRewriteOptions(command: Command): Command {
  const placed = addPlaceOptions(
    command.requiredOption(
      '-o, --output <destination>',
      'where the new image goes, written as images are named',
    ),
  );
  return addWorkOptions(
    addTerminalOptions(
      placed
        .optionsGroup('Output:')
        .option('--replace', 'let an archive take the place of one that is there')
        .option(
          '--fleet <source>',
          "print what it costs the fleet that the image is in: a snapshot, a folder, a registry, as 'plimsoll fleet' takes them; may be repeated",
          collect,
        )
        .option('--certificate <file>', 'write the certificate as JSON, too')
        .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text')),
    ),
  );
}
