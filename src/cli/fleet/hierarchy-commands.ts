// The commands about which image stands on which: as it is, and as it had better be.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { PROFILES } from '../../checks/profile.ts';
import { PlimsollError } from '../../errors.ts';
import type { CliIo } from '../cli-io.ts';
import { addExamples } from '../help/examples.ts';
import { parseSizeLimit } from '../settings/parse-size-limit.ts';
import type { FleetProposeFlags, FleetTreeFlags } from './fleet-flags.ts';
import { addFleetOptions } from './fleet-options.ts';

/** Adds them to `fleet`. */
export function addHierarchyCommands(fleet: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const tree = fleet
    .command('tree')
    .description('show which image stands on which, and where images should share but do not');
  addFleetOptions(tree, ['text', 'json', 'html', 'dot'])
    .option('--all', 'show every image and group')
    .optionsGroup('Sources of knowledge:')
    .option('--dockerfiles <folder>', 'where the Dockerfiles are that the fleet names')
    .option('--contents', 'read the layers, and tell which of them hold the same')
    .action(async (sources: string[], flags: FleetTreeFlags) => {
      const { runFleetTree } = await import('../commands/fleet-tree.ts');
      setExitCode(await runFleetTree(sources, flags, io));
    });
  addExamples(tree, [
    { line: 'plimsoll fleet tree docker-daemon:', says: 'which image of this Docker stands on which' },
    {
      line: 'plimsoll fleet tree fleet.json --contents --dockerfiles ./repos',
      says: 'find equal content in different layers, and the lines that make it',
    },
    {
      line: 'plimsoll fleet tree fleet.json --format dot | dot -Tsvg > fleet.svg',
      says: 'a picture, by Graphviz',
    },
  ]);
  const propose = fleet
    .command('propose')
    .description('propose platform images that cost less: what each holds, what stands on it, what it saves');
  addFleetOptions(propose, ['text', 'json', 'dot'])
    .option('--all', 'show every image')
    .optionsGroup('Sources of knowledge:')
    .option('--layers-only', 'read no image: platforms are put together from the layers that there are')
    .option('--config <file>', 'settings (default: plimsoll.yaml where there is one)')
    .addOption(
      new Option(
        '--profile <profile>',
        'what all images are for (default: by settings, else production)',
      ).choices(PROFILES),
    )
    .optionsGroup('What counts (docs/decisions/fleet-propose.md):')
    .option('--nodes <count>', 'how many nodes run images (default: 1)', parseNumber)
    .option('--images-per-node <count>', 'how many images one runs on average (default: 25)', parseNumber)
    .option('--weeks <count>', 'how many weeks of updates are kept (default: 4)', parseNumber)
    .option(
      '--extra-weight <factor>',
      'what a byte costs that is carried without need (default: 1)',
      parseNumber,
    )
    .option(
      '--platform-cost <size>',
      'what keeping a further platform image costs (default: 5MB)',
      parseBytes,
    )
    .option(
      '--platforms <count>',
      'how many platform images there may be for a base (default: 64)',
      parseCount,
    )
    .action(async (sources: string[], flags: FleetProposeFlags) => {
      const { runFleetPropose } = await import('../commands/fleet-propose.ts');
      setExitCode(await runFleetPropose(sources, flags, io));
    });
  addExamples(propose, [
    {
      line: 'plimsoll fleet propose docker://registry.example.com/team/',
      says: 'which common base images would pay off',
    },
    {
      line: 'plimsoll fleet propose fleet.json --nodes 40 --images-per-node 30',
      says: 'counted for a cluster of 40 nodes',
    },
  ]);
}

function parseNumber(text: string): number {
  if (!/^\d{1,9}(?:\.\d{1,6})?$/.test(text)) throw new InvalidArgumentError('It must be a number from 0.');
  return Number(text);
}

function parseCount(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > 256)
    throw new InvalidArgumentError('It must be a whole number from 0 to 256.');
  return Number(text);
}

function parseBytes(text: string): number {
  try {
    const limit = parseSizeLimit(text, false);
    if (limit.kind === 'bytes') return limit.bytes;
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    throw new InvalidArgumentError(error.message);
  }
  throw new InvalidArgumentError('It must be a size.');
}
