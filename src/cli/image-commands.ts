// The commands that judge and show images: `check`, `image`, `diff` and `baseline`.
import { type Command, Option } from 'commander';
import type { CliIo } from './cli-io.ts';
import {
  addImageOptions,
  addPlaceOptions,
  addTerminalOptions,
  addWorkOptions,
  collect,
} from './command-options.ts';
import { JUDGEMENT_FORMATS } from './formats/format-names.ts';
import { addExamples } from './help/examples.ts';
import type { BaselineFlags, CheckFlags, DiffFlags, ImageFlags } from './image-flags.ts';
import { addKnownOptions } from './known-findings/known-flags.ts';
import { addImageVerdict, parseLimit } from './verdict-options.ts';

/** Adds them to the program; commands hand their exit code to `setExitCode`. */
export function addImageCommands(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  addCheckCommand(program, io, setExitCode);
  addImageCommand(program, io, setExitCode);
  addDiffCommand(program, io, setExitCode);
  addBaselineCommand(program, io, setExitCode);
}

function addCheckCommand(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const check = program
    .command('check')
    .description(
      'say what images, Dockerfiles and builds carry that they should not, and fail where they do',
    );
  addRepairOptions(
    addImageOptions(addKnownOptions(addImageVerdict(check)), ['text', 'json', 'html', ...JUDGEMENT_FORMATS]),
  )
    .argument(
      '[target...]',
      'images by name or file; projects: a folder with a Dockerfile, or a Dockerfile; also many Dockerfiles',
    )
    .action(async (targets: string[], flags: CheckFlags) => {
      const { runCheck } = await import('./commands/check.ts');
      setExitCode(await runCheck(targets, flags, io));
    });
  addExamples(check, [
    {
      line: 'plimsoll check app:1',
      says: 'what the image carries without need, where it came from, and how to avoid it',
    },
    {
      line: 'plimsoll check app:1 --base debian:12 --max-ballast 5%',
      says: "count only what is not the base's, and fail above 5% of ballast",
    },
    {
      line: 'plimsoll check .',
      says: 'the Dockerfile here, and what its build would send; nothing is built',
    },
    { line: 'plimsoll check . --fix', says: 'repair the Dockerfile where that is proven safe' },
    { line: 'plimsoll check app:1 --format sarif > app.sarif', says: "findings for GitHub's code scanning" },
  ]);
}

function addImageCommand(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const image = program
    .command('image')
    .description(
      'show the layers of an image, what each carries and which instruction made it, and the packages',
    );
  addImageOptions(addImageVerdict(image), ['text', 'json', 'html', 'cyclonedx', 'spdx'])
    .option(
      '--by-layer <folder>',
      'with cyclonedx and spdx: a file for each layer, named by the digest of its content',
    )
    .option('--ui', 'walk through layers and files on the screen, with keys')
    .optionsGroup('Questions:')
    .option('--why <package>', 'say what holds a package in the image, and what removing it would free')
    .option('--lighter', 'say what would do the same job with less')
    .option(
      '--index <source>',
      "with --lighter: a Packages index or a catalogue, a file or a URL, or 'mirror' for that of the image's sources; may be repeated",
      collect,
    )
    .argument('<image>', 'the image, by name or file')
    .action(async (image: string, flags: ImageFlags) => {
      const { runImage } = await import('./commands/image.ts');
      setExitCode(await runImage(image, flags, io));
    });
  addExamples(image, [
    {
      line: 'plimsoll image app:1',
      says: 'every layer with its instruction, its size and what of it is ballast',
    },
    { line: 'plimsoll image app:1 --ui', says: 'walk through layers and files, and see why each counts' },
    {
      line: 'plimsoll image ./image.tar --format json',
      says: "the same as JSON, of a file that 'docker save' wrote",
    },
    { line: 'plimsoll image app:1 --why perl', says: 'why a package is in the image, and what goes with it' },
    { line: 'plimsoll image app:1 --lighter', says: 'which packages could be replaced by smaller ones' },
    { line: 'plimsoll image app:1 --format spdx > app.spdx.json', says: 'a bill of materials (SBOM)' },
  ]);
}

function addDiffCommand(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const diff = program
    .command('diff')
    .description('show two images side by side: what differs, what they share, what the pair costs');
  addImageOptions(addDifferenceVerdict(diff), ['text', 'json', ...JUDGEMENT_FORMATS])
    .option('--dockerfile <file>', 'what B was built from: sarif, github and junit point at its lines')
    .argument('<a>', 'an image, by name or file: the old one, or the one for production')
    .argument('<b>', 'the image to compare with it: the new one, or the one for development')
    .action(async (a: string, b: string, flags: DiffFlags) => {
      const { runDiff } = await import('./commands/diff.ts');
      setExitCode(await runDiff(a, b, flags, io));
    });
  addExamples(diff, [
    { line: 'plimsoll diff app:1.4 app:1.5', says: 'what the new version brings, and what it costs' },
    { line: 'plimsoll diff app:prod app:dev', says: 'what the image for development has on top' },
    { line: 'plimsoll diff app:1.4 app:1.5 --max-growth 5%', says: 'fail where it grew by more than 5%' },
  ]);
}

function addBaselineCommand(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const baseline = program
    .command('baseline')
    .description('accept the secrets that images have today, so that only new ones are told from now on');
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
    .argument('<image...>', 'images by name or file')
    .action(async (images: string[], flags: BaselineFlags) => {
      const { runBaseline } = await import('./commands/baseline.ts');
      setExitCode(await runBaseline(images, flags, io));
    });
  addExamples(baseline, [
    { line: 'plimsoll baseline app:1', says: 'write plimsoll-baseline.json: fingerprints, and no secret' },
    {
      line: 'plimsoll baseline app:1 web:1 -o ci/known-secrets.json',
      says: 'of two images, into a file of your own',
    },
  ]);
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
