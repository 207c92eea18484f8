// The commands that write images, and the options that all of them have.
import { type Command, Option } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addPlaceOptions, addTerminalOptions, addWorkOptions, collect } from '../command-options.ts';
import type { RebaseFlags, SquashFlags, TrimFlags } from './rewrite-flags.ts';

/** Adds them to the program; commands hand their exit code to `setExitCode`. */
export function addRewriteCommands(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const squash = program
    .command('squash')
    .description('make the layers of an image one, and prove that it shows the same')
    .argument('<image>', 'the image, by name or path');
  addRewriteOptions(squash)
    .optionsGroup('Layers:')
    .option(
      '--above <image|layer>',
      'keep the layers up to this one (a number, a diffId), or those of an image; squash what is above',
    )
    .action(async (image: string, flags: SquashFlags) => {
      const { runSquash } = await import('../commands/squash.ts');
      setExitCode(await runSquash(image, flags, io));
    });
  const rebase = program
    .command('rebase')
    .description("put an image's own layers on a new base, without a build, and say how far that is proven")
    .argument('<image>', 'the image, by name or path')
    .requiredOption('--onto <image>', 'the new base');
  addRewriteOptions(rebase)
    .optionsGroup('Bases:')
    .option('--old-base <image>', 'the base that it was built on; else the one that its annotations name')
    .option('--dry-run', 'write nothing; tell the verdict')
    .action(async (image: string, flags: RebaseFlags) => {
      const { runRebase } = await import('../commands/rebase.ts');
      setExitCode(await runRebase(image, flags, io));
    });
  const trim = program
    .command('trim')
    .description('take out of an image what has no place in production, and prove that the rest is the same')
    .argument('<image>', 'the image, by name or path');
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
        .option('--certificate <file>', 'write the certificate as JSON, too')
        .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text')),
    ),
  );
}
