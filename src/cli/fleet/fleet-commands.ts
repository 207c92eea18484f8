// The commands about fleets, and the options that all of them have.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PairRule } from '../../fleet/storage/pair-images.ts';
import type { CliIo } from '../cli-io.ts';
import {
  addDetailOptions,
  addJudgingOptions,
  addTerminalOptions,
  addWorkOptions,
} from '../command-options.ts';
import { addImageVerdict } from '../verdict-options.ts';
import type {
  FleetCheckFlags,
  FleetSbomFlags,
  FleetSnapshotFlags,
  FleetStorageFlags,
} from './fleet-flags.ts';

/** Adds them to the program; commands hand their exit code to `setExitCode`. */
export function addFleetCommands(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const fleet = program.command('fleet').description('many images together: what they cost, what they carry');
  const storage = fleet.command('storage').description('show what a fleet costs in a registry and on a node');
  addFleetOptions(storage, ['text', 'json'])
    .option('--all', 'show every image, layer and pair')
    .optionsGroup('Questions:')
    .option(
      '--pair <dev=prod>',
      "names of development images and of their production images, with one * for what both have: 'sdk:*=runtime:*'; may be repeated (default: names that differ by -dev, -debug and the like)",
      collectPairs,
    )
    .option(
      '--keep <counts>',
      'of a history: how many snapshots a registry keeps, with commas between (default: 1,2,5,10,30)',
      parseCounts,
    )
    .action(async (sources: string[], flags: FleetStorageFlags) => {
      const { runFleetStorage } = await import('../commands/fleet-storage.ts');
      setExitCode(await runFleetStorage(sources, flags, io));
    });
  const snapshot = fleet
    .command('snapshot')
    .description('write down which images a fleet has, for later and for a history')
    .requiredOption(
      '-o, --output <file>',
      'the snapshot; a folder gets one more file, named by the time. What is there already is not asked again',
    )
    .option('--known <file>', 'another snapshot whose images are not asked again');
  addFleetOptions(snapshot, ['text']).action(async (sources: string[], flags: FleetSnapshotFlags) => {
    const { runFleetSnapshot } = await import('../commands/fleet-snapshot.ts');
    setExitCode(await runFleetSnapshot(sources, flags, io));
  });
  const check = fleet
    .command('check')
    .description(
      'say what images carry that they should not: each layer is read once, each finding told once',
    );
  addDetailOptions(addFleetOptions(addJudgingOptions(addImageVerdict(check)), ['text', 'json']))
    .option('--verify', 'read every layer again and compare all digests')
    .action(async (sources: string[], flags: FleetCheckFlags) => {
      const { runFleetCheck } = await import('../commands/fleet-check.ts');
      setExitCode(await runFleetCheck(sources, flags, io));
    });
  const sbom = fleet
    .command('sbom')
    .description('write a bill of materials for each layer, and say which of them make up each image')
    .requiredOption('-o, --output <folder>', 'where the bills go');
  addFleetOptions(sbom, ['text', 'json'])
    .addOption(
      new Option('--bill <format>', 'the format of the bills')
        .choices(['cyclonedx', 'spdx'])
        .default('cyclonedx'),
    )
    .option('--attach', 'store the bills beside their images in the registry, too')
    .option('--config <file>', 'settings (default: plimsoll.yaml where there is one)')
    .option('--verify', 'read every layer again and compare all digests')
    .action(async (sources: string[], flags: FleetSbomFlags) => {
      const { runFleetSbom } = await import('../commands/fleet-sbom.ts');
      setExitCode(await runFleetSbom(sources, flags, io));
    });
}

function collectPairs(text: string, before: readonly PairRule[] = []): readonly PairRule[] {
  const [, development, production] = /^([^=\s]+)=([^=\s]+)$/.exec(text) ?? [];
  if (development === undefined || production === undefined)
    throw new InvalidArgumentError('It must be two names with = between them.');
  return [...before, { development, production }];
}

function parseCounts(text: string): readonly number[] {
  if (!/^[1-9]\d{0,5}(?:,[1-9]\d{0,5}){0,50}$/.test(text))
    throw new InvalidArgumentError('It must be numbers from 1, with commas between them.');
  return text.split(',').map(Number);
}

/** What all of them have: the fleet itself, and how it is told. */
export function addFleetOptions(command: Command, formats: readonly string[]): Command {
  return addWorkOptions(
    addTerminalOptions(
      command
        .argument(
          '[source...]',
          'images by name or path; a folder of them; docker://HOST or docker://HOST/PREFIX/ for a registry; docker-daemon: for an engine; a snapshot; a history',
        )
        .optionsGroup('Fleet:')
        .option('--from <file>', 'more sources, one a line')
        .option('--platform <platform>', 'only images of this one, os/architecture[/variant] (default: all)')
        .option('--insecure', 'allow plain http and unknown certificates for registries beyond this machine')
        .optionsGroup('Output:')
        .addOption(new Option('--format <format>', 'how to print').choices(formats).default('text')),
    ),
  );
}
