// `fleet storage`, `snapshot` and `what-if`: what a fleet costs, now and after a change.
import { type Command, InvalidArgumentError } from 'commander';
import type { PairRule } from '../../fleet/storage/pair-images.ts';
import type { CliIo } from '../cli-io.ts';
import { collect } from '../command-options.ts';
import { addExamples } from '../help/examples.ts';
import type { FleetSnapshotFlags, FleetStorageFlags, FleetWhatIfFlags } from './fleet-flags.ts';
import { addFleetOptions } from './fleet-options.ts';

/** Adds them to `fleet`; commands hand their exit code to `setExitCode`. */
export function addStorageCommands(fleet: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const storage = fleet.command('storage').description('show what a fleet costs in a registry and on a node');
  addFleetOptions(storage, ['text', 'json', 'html'])
    .optionsGroup('Output:')
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
  addExamples(storage, [
    {
      line: 'plimsoll fleet storage docker-daemon:',
      says: 'what all images of this Docker cost, and what they share',
    },
    {
      line: 'plimsoll fleet storage docker://registry.example.com/team/',
      says: 'of all repositories below a prefix of a registry',
    },
    {
      line: "plimsoll fleet storage snapshots/ --pair 'app-dev:*=app:*'",
      says: 'of a history, with what each image for development costs beside its production image',
    },
  ]);
  addWhatIfCommand(fleet, io, setExitCode);
  const snapshot = fleet
    .command('snapshot')
    .description('write down which images a fleet has, for later and for a history')
    .optionsGroup('Fleet:')
    .requiredOption(
      '-o, --output <file>',
      'the snapshot; a folder gets one more file, named by the time. What is there already is not asked again',
    )
    .option('--known <file>', 'another snapshot whose images are not asked again');
  addFleetOptions(snapshot, ['text']).action(async (sources: string[], flags: FleetSnapshotFlags) => {
    const { runFleetSnapshot } = await import('../commands/fleet-snapshot.ts');
    setExitCode(await runFleetSnapshot(sources, flags, io));
  });
  addExamples(snapshot, [
    {
      line: 'plimsoll fleet snapshot docker://registry.example.com/team/ -o snapshots/',
      says: 'one more file of a history; run it every night',
    },
    {
      line: 'plimsoll fleet snapshot docker-daemon: -o fleet.json',
      says: 'what this Docker has, as one file',
    },
  ]);
}

function addWhatIfCommand(fleet: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const whatIf = fleet
    .command('what-if')
    .description('show what a change to a fleet would cost or save, now and a month, before it is made');
  addFleetOptions(whatIf, ['text', 'json'])
    .optionsGroup('Changes (with * for any text in names and tags):')
    .option('--squash <images>', "make the layers of images one; '*' for all; may be repeated", collect)
    .option('--drop <tags>', 'give tags up, and images that have none left; may be repeated', collect)
    .option(
      '--keep <count>',
      'of a history keep the last snapshots, of one snapshot the newest images of each line of tags',
      parseKept,
    )
    .option(
      '--move <images=parent>',
      'build images on another image of the fleet; may be repeated',
      collectMoves,
    )
    .option(
      '--one-os <system>',
      "put all images of a platform on one system: an osVersion, an image's name, or most-used",
    )
    .action(async (sources: string[], flags: FleetWhatIfFlags) => {
      const { runFleetWhatIf } = await import('../commands/fleet-what-if.ts');
      setExitCode(await runFleetWhatIf(sources, flags, io));
    });
  addExamples(whatIf, [
    {
      line: "plimsoll fleet what-if fleet.json --squash 'api*'",
      says: 'what the registry would hold if these images had one layer each',
    },
    {
      line: 'plimsoll fleet what-if snapshots/ --keep 5',
      says: 'what keeping only five snapshots would save',
    },
    {
      line: "plimsoll fleet what-if fleet.json --move 'app-*=platform:1'",
      says: 'what building these images on another base would cost or save',
    },
  ]);
}

function collectMoves(
  text: string,
  before: FleetWhatIfFlags['move'] = [],
): NonNullable<FleetWhatIfFlags['move']> {
  const [pattern, parent] = splitPair(text);
  return [...before, { pattern, parent }];
}

function parseKept(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a number from 1.');
  return Number(text);
}

function splitPair(text: string): readonly [string, string] {
  const [, left, right] = /^([^=\s]+)=([^=\s]+)$/.exec(text) ?? [];
  if (left === undefined || right === undefined)
    throw new InvalidArgumentError('It must be two names with = between them.');
  return [left, right];
}

function collectPairs(text: string, before: readonly PairRule[] = []): readonly PairRule[] {
  const [development, production] = splitPair(text);
  return [...before, { development, production }];
}

function parseCounts(text: string): readonly number[] {
  if (!/^[1-9]\d{0,5}(?:,[1-9]\d{0,5}){0,50}$/.test(text))
    throw new InvalidArgumentError('It must be numbers from 1, with commas between them.');
  return text.split(',').map(Number);
}
