// The commands that write images, and the options that all of them have.
import { type Command, Option } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addPlaceOptions, addTerminalOptions, addWorkOptions } from '../command-options.ts';
import type { SquashFlags } from './rewrite-flags.ts';

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
