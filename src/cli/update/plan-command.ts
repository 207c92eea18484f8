// `plimsoll update plan`.
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { collect } from '../command-options.ts';
import { addExamples } from '../help/examples.ts';
import { addGraphSource } from './graph-source-options.ts';
import type { UpdatePlanFlags } from './update-flags.ts';

/** Adds it to `update`. */
export function addPlanCommand(update: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const plan = update
    .command('plan')
    .description(
      'show which images are stale and why, what would be done about it, in which order, at which cost',
    );
  addGraphSource(plan, ['text', 'json', 'bake', 'github', 'gitlab'])
    .option('--all', 'show every image and reason')
    .option('--check', 'exit with 1 where something is stale')
    .optionsGroup('State:')
    .option('--lock <file>', 'what images were made of (default: plimsoll.lock of the first folder)')
    .option('--insecure', 'allow plain http and unknown certificates for registries beyond this machine')
    .option('--offline', 'ask no registry: bases count as they are in the lock')
    .option('--sources', 'ask for what ADD fetches, at the hosts that Dockerfiles name')
    .option('--packages', 'ask for the package indexes that the lock names')
    .option(
      '--mirror <host>',
      'HOST[:PORT] of your own that may be asked for package indexes as well; may be repeated',
      collect,
    )
    .optionsGroup('Questions:')
    .option('--force <image>', 'an image that is to be made anew; may be repeated', collect)
    .option('--since <ref>', 'which images the files touch that changed since a git reference')
    .option(
      '--if-changed <image>',
      'which images a change of an image or a base would touch; may be repeated',
      collect,
    )
    .action(async (folders: string[], flags: UpdatePlanFlags) => {
      const { runUpdatePlan } = await import('../commands/update-plan.ts');
      setExitCode(await runUpdatePlan(folders, flags, io));
    });
  addExamples(plan, [
    { line: 'plimsoll update plan', says: 'what is stale, why, and in which order it would be made' },
    { line: 'plimsoll update plan --if-changed debian:12', says: 'what a new version of a base would touch' },
    {
      line: 'plimsoll update plan --since origin/main --format github',
      says: 'what a pull request touches, as jobs of GitHub Actions',
    },
  ]);
}
