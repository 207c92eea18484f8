// The commands and their options. What a command does is loaded when it runs.
import { type Command, Option, Command as Program } from 'commander';
import { ENGINES } from '../context/engines/engine-rules.ts';
import { ENGINE_NAMES } from '../engines/finding/engine-names.ts';
import type { CliIo } from './cli-io.ts';
import {
  addImageOptions,
  addPlaceOptions,
  addTerminalOptions,
  addWorkOptions,
  collect,
} from './command-options.ts';
import type { DockerPluginFlags } from './commands/docker-plugin.ts';
import type { LspFlags } from './commands/lsp.ts';
import type { ContextFlags } from './context/context-flags.ts';
import { addFleetCommands } from './fleet/fleet-commands.ts';
import { JUDGEMENT_FORMATS } from './formats/format-names.ts';
import { addWriteOption } from './formats/write-option.ts';
import type { BaselineFlags, CheckFlags, DiffFlags, ImageFlags } from './image-flags.ts';
import { addKnownOptions } from './known-findings/known-flags.ts';
import { addRewriteCommands } from './rewrite/rewrite-commands.ts';
import type { SplitFlags } from './splitting/split-flags.ts';
import { addUpdateCommands } from './update/update-commands.ts';
import { addImageVerdict, parseLimit } from './verdict-options.ts';
import { addWorkerCommand } from './worker/worker-command.ts';

const EXAMPLES = `
Images:
  debian:12                    the engine's image where one answers and has it, else the registry's
  docker://ghcr.io/org/app:1   a registry's
  docker-daemon:app:1          an engine's
  ./image.tar                  what 'docker save' or 'skopeo copy' wrote
  oci:./layout:1               an OCI image layout

Examples:
  plimsoll check app:1
  plimsoll check app:1 --max-ballast 5% --base debian:12
  plimsoll check . --fix
  plimsoll image ./image.tar --format json
  plimsoll diff app:1.4 app:1.5 --max-growth 5%

Exit codes: 0 clean, 1 findings or a budget exceeded, 2 could not run.`;

/** The program; commands hand their exit code to `setExitCode`. */
export function createProgram(io: CliIo, setExitCode: (code: number) => void): Program {
  const program = new Program('plimsoll')
    .description('Shows what a container image carries without need, where it came from and what it costs.')
    .version(io.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // Errors are printed by whoever runs the program, in one form for all.
      outputError: () => {},
      getOutHelpWidth: () => Math.min(io.stdout.columns ?? 100, 100),
      getOutHasColors: () => false,
    })
    .addHelpText('after', EXAMPLES);
  const check = program
    .command('check')
    .description('say whether images, and what builds send, carry what they should not');
  addRepairOptions(
    addImageOptions(addKnownOptions(addImageVerdict(check)), ['text', 'json', ...JUDGEMENT_FORMATS]),
  )
    .argument(
      '[target...]',
      'images by name or path, projects (a folder with a Dockerfile, or a Dockerfile), many Dockerfiles',
    )
    .action(async (targets: string[], flags: CheckFlags) => {
      const { runCheck } = await import('./commands/check.ts');
      setExitCode(await runCheck(targets, flags, io));
    });
  const image = program
    .command('image')
    .description('show the layers of an image, what each carries, and the packages');
  addImageOptions(addImageVerdict(image), ['text', 'json', 'cyclonedx', 'spdx'])
    .option('--by-layer <folder>', 'with cyclonedx and spdx: a file for each layer, by its diffId')
    .optionsGroup('Questions:')
    .option('--why <package>', 'say what holds a package in the image, and what removing it would free')
    .option('--lighter', 'say what would do the same job with less')
    .option(
      '--index <source>',
      "with --lighter: a Packages index or a catalogue, a file or a URL, or 'mirror' for that of the image's sources; may be repeated",
      collect,
    )
    .argument('<image>', 'the image, by name or path')
    .action(async (image: string, flags: ImageFlags) => {
      const { runImage } = await import('./commands/image.ts');
      setExitCode(await runImage(image, flags, io));
    });
  const diff = program
    .command('diff')
    .description('show two images side by side: what differs, what they share, what the pair costs');
  addImageOptions(addDifferenceVerdict(diff), ['text', 'json', ...JUDGEMENT_FORMATS])
    .option('--dockerfile <file>', 'what B was built from: sarif, github and junit point at its lines')
    .argument('<a>', 'an image, by name or path: the old one, or the one for production')
    .argument('<b>', 'the image to compare with it: the new one, or the one for development')
    .action(async (a: string, b: string, flags: DiffFlags) => {
      const { runDiff } = await import('./commands/diff.ts');
      setExitCode(await runDiff(a, b, flags, io));
    });
  const baseline = program
    .command('baseline')
    .description('accept the secrets that images have today, by fingerprint, so that only new ones are told');
  addWorkOptions(
    addTerminalOptions(
      addPlaceOptions(
        baseline
          .option(
            '--key <file>',
            'the key for fingerprints, made where there is none (default: plimsoll.key)',
          )
          .option('-o, --output <file>', 'the baseline (default: plimsoll-baseline.json)')
          .option('--config <file>', 'settings (default: plimsoll.yaml where there is one)'),
      ).optionsGroup('Output:'),
    ),
  )
    .argument(
      '<target...>',
      'images by name or path, and projects: a folder with a Dockerfile, or a Dockerfile',
    )
    .action(async (images: string[], flags: BaselineFlags) => {
      const { runBaseline } = await import('./commands/baseline.ts');
      setExitCode(await runBaseline(images, flags, io));
    });
  program
    .command('docker-plugin')
    .description("make 'docker plimsoll' work: write the plugin's file for this user")
    .option('--remove', 'remove it again')
    .action(async (flags: DockerPluginFlags) => {
      const { runDockerPlugin } = await import('./commands/docker-plugin.ts');
      setExitCode(await runDockerPlugin(flags, io));
    });
  program
    .command('lsp')
    .description('serve an editor: findings in Dockerfiles at their lines, fixes as code actions')
    .option('--stdio', 'over stdin and stdout, which is the only way')
    .option('--config <file>', 'settings (default: plimsoll.yaml where there is one)')
    .action(async (flags: LspFlags) => {
      const { runLsp } = await import('./commands/lsp.ts');
      setExitCode(await runLsp(flags, io));
    });
  addContextCommand(program, io, setExitCode);
  addRewriteCommands(program, io, setExitCode);
  addDockerfileCommand(program, io, setExitCode);
  addFleetCommands(program, io, setExitCode);
  addUpdateCommands(program, io, setExitCode);
  addWorkerCommand(program, io, setExitCode);
  return program;
}

function addContextCommand(program: Program, io: CliIo, setExitCode: (code: number) => void): void {
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
      const { runContext } = await import('./commands/context.ts');
      setExitCode(await runContext(folder, flags, io));
    },
  );
}

function addDockerfileCommand(program: Program, io: CliIo, setExitCode: (code: number) => void): void {
  const split = program
    .command('dockerfile')
    .description('change how a Dockerfile builds: split')
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
    const { runDockerfileSplit } = await import('./commands/dockerfile-split.ts');
    setExitCode(await runDockerfileSplit(folder, flags, io));
  });
}

/** What is done with Dockerfiles. */
function addRepairOptions(command: Command): Command {
  return command
    .optionsGroup('Dockerfiles:')
    .option(
      '--fix [rules]',
      'repair Dockerfiles with all safe fixes, each proven; `--fix=RULE,...` also makes those of rules that are named',
    )
    .option('--fix-dry-run', 'print what --fix would change as a unified diff, and write nothing')
    .option('--target <stage>', 'the stage to build (default: the last)')
    .option('--build-arg <name=value>', 'a build argument; may be repeated', collect)
    .option('--bake <file>', 'the Dockerfiles of a bake file, judged for each of their builds')
    .option('--compose <file>', 'the Dockerfiles of a compose file')
    .option(
      '--image <image>',
      'an image that was built from the Dockerfile: its layers are told by instruction',
    )
    .option(
      '--dockerfile <file>',
      'what an image was built from: sarif, github and junit point at its lines (default: Dockerfile)',
    )
    .option(
      '--index <file>',
      'a Packages index of Debian or Ubuntu, or a catalogue, for what packages cost; may be repeated',
      collect,
    );
}

/** What makes `diff` fail. */
function addDifferenceVerdict(command: Command): Command {
  return command
    .optionsGroup('Verdict:')
    .addOption(
      new Option(
        '--fail-on <what>',
        'growth: fail where B is larger than A; findings: where B has findings of yours at warning or above by rules that A has none of (default: never)',
      ).choices(['never', 'growth', 'findings']),
    )
    .option(
      '--max-growth <size>',
      'fail where B is larger than A by more than this: 10MB, 5% of A',
      parseLimit('share'),
    );
}
