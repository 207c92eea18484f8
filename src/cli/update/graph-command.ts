// `plimsoll update graph`.
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addExamples } from '../help/examples.ts';
import { addGraphSource } from './graph-source-options.ts';
import type { UpdateGraphFlags } from './update-flags.ts';

/** Adds it to `update`. */
export function addGraphCommand(update: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const graph = update
    .command('graph')
    .description('show the images that are built here, and what each stands on');
  addGraphSource(graph, ['text', 'json', 'dot'])
    .option('--image <name>', 'only an image, or a base, with what it needs and what needs it')
    .option('--all', 'show every image and finding')
    .action(async (folders: string[], flags: UpdateGraphFlags) => {
      const { runUpdateGraph } = await import('../commands/update-graph.ts');
      setExitCode(await runUpdateGraph(folders, flags, io));
    });
  addExamples(graph, [
    { line: 'plimsoll update graph', says: 'the Dockerfiles of this repository, and what each stands on' },
    {
      line: 'plimsoll update graph ../platform ../shop --image shop/api',
      says: 'of two repositories, only what one image needs and what needs it',
    },
  ]);
}
