// `plimsoll context`: what a build sends from its folder.
import { type Command, Option } from 'commander';
import { ENGINES } from '../../context/engines/engine-rules.ts';
import type { CliIo } from '../cli-io.ts';
import { addTerminalOptions, addWorkOptions, collect } from '../command-options.ts';
import { JUDGEMENT_FORMATS } from '../formats/format-names.ts';
import { addWriteOption } from '../formats/write-option.ts';
import { addExamples } from '../help/examples.ts';
import { addKnownOptions } from '../known-findings/known-flags.ts';
import type { ContextFlags } from './context-flags.ts';

/** Adds it to the program. */
export function addContextCommand(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const context = program
    .command('context')
    .description('show what a build sends from a folder, and which instruction wants it')
    .argument('[dir]', 'the build context', '.')
    .optionsGroup('Build:')
    .option('-f, --file <dockerfile>', 'the Dockerfile (default: DIR/Dockerfile)')
    .option('--target <stage>', 'the stage to build (default: the last)')
    .option('--build-arg <name=value>', 'a build argument; may be repeated', collect)
    .option('--build-context <name=value>', 'a named context; may be repeated', collect)
    .option('--platform <platform>', 'what the build is for, os/architecture[/variant]')
    .option('--bake <file>', 'the builds of a bake file')
    .option('--compose <file>', 'the builds of a compose file')
    .addOption(new Option('--engine <engine>', 'whose rules count').choices(ENGINES).default('buildkit'))
    .optionsGroup('Questions:')
    .option('--why <path>', 'say whether a path is sent, and by which lines')
    .option('--list', 'list every path that is sent; as text without findings')
    .optionsGroup('Verdict:')
    .addOption(
      new Option('--fail-on <severity>', 'fail at findings this severe or above (default: warning)').choices([
        'error',
        'warning',
        'advice',
        'never',
      ]),
    )
    .option('--config <file>', 'settings (default: plimsoll.yaml where there is one)')
    .option('--no-secrets', 'do not search what is sent for secrets')
    .optionsGroup('Repair:')
    .option(
      '--fix [mode]',
      "write or repair the ignore file, proven first; 'minimal' (default) or 'allowlist': all ignored but what is used",
    )
    .option('--dry-run', 'with --fix: show what would change, and write nothing')
    .optionsGroup('Output:')
    .addOption(
      new Option('--format <format>', 'how to print')
        .choices(['text', 'json', ...JUDGEMENT_FORMATS])
        .default('text'),
    )
    .option('--all', 'show everything that there is to tell');
  addWriteOption(context, ['text', 'json', ...JUDGEMENT_FORMATS]);
  addKnownOptions(addWorkOptions(addTerminalOptions(context))).action(
    async (folder: string, flags: ContextFlags) => {
      const { runContext } = await import('../commands/context.ts');
      setExitCode(await runContext(folder, flags, io));
    },
  );
  addExamples(context, [
    {
      line: 'plimsoll context',
      says: "what 'docker build .' would send, and what of it no instruction uses",
    },
    {
      line: 'plimsoll context --why .git/config',
      says: 'whether a file is sent, and by which line of .dockerignore',
    },
    {
      line: 'plimsoll context --fix --dry-run',
      says: 'show a better .dockerignore, proven to keep the build the same',
    },
    {
      line: 'plimsoll context services/api -f services/api/Dockerfile.prod',
      says: 'another folder and another Dockerfile',
    },
  ]);
}
