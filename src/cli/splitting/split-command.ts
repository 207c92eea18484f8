// `plimsoll dockerfile split`.
import { type Command, Option } from 'commander';
import { ENGINE_NAMES } from '../../engines/finding/engine-names.ts';
import type { CliIo } from '../cli-io.ts';
import { addTerminalOptions, addWorkOptions, collect } from '../command-options.ts';
import { addExamples } from '../help/examples.ts';
import type { SplitFlags } from './split-flags.ts';

const EXAMPLES = [
  {
    line: 'plimsoll dockerfile split',
    says: 'show a Dockerfile with a stage for development and a small one for production',
  },
  { line: 'plimsoll dockerfile split --write', says: 'change the Dockerfile in this folder' },
  {
    line: "plimsoll dockerfile split --verify --smoke 'app --version'",
    says: 'build both, compare them, and run a command in both',
  },
] as const;

/** Adds it to the program, below `dockerfile`. */
export function addSplitCommand(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const dockerfile = program.command('dockerfile').description('change how a Dockerfile builds: split');
  addExamples(dockerfile, [EXAMPLES[0]]);
  const split = dockerfile
    .command('split')
    .description('write development and production in one file from a Dockerfile of one stage')
    .argument('[dir]', 'the build context', '.')
    .optionsGroup('Build:')
    .option('-f, --file <dockerfile>', 'the Dockerfile (default: DIR/Dockerfile)')
    .option('--build-arg <name=value>', 'a build argument; may be repeated', collect)
    .option('--build-context <name=value>', 'a named context; may be repeated', collect)
    .option('--platform <platform>', 'what the build is for, os/architecture[/variant]')
    .optionsGroup('Split:')
    .option(
      '--image <image>',
      'an image built from the file as it is: tells libraries by soname, and numbers',
    )
    .option('--base <image>', 'what production is built on (default: the smallest that carries it)')
    .option('--write', 'change the Dockerfile')
    .option('-o, --output <file>', 'write a new file')
    .optionsGroup('Proof:')
    .option('--verify', 'build both with an engine and compare them; nothing is written that does not hold')
    .addOption(
      new Option('--engine <engine>', 'which one builds (default: the best that is here)').choices(
        ENGINE_NAMES,
      ),
    )
    .option('--smoke <command>', 'run a command in both; it has to end well')
    .addOption(new Option('--network <mode>', 'what RUN reaches').choices(['host', 'none']))
    .option('--secret <id=file>', 'a secret that the build mounts; may be repeated', collect)
    .optionsGroup('Output:')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'));
  addWorkOptions(addTerminalOptions(split)).action(async (folder: string, flags: SplitFlags) => {
    const { runDockerfileSplit } = await import('../commands/dockerfile-split.ts');
    setExitCode(await runDockerfileSplit(folder, flags, io));
  });
  addExamples(split, EXAMPLES);
}
