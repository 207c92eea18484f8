// `fleet check` and `fleet sbom`: what a fleet carries, each layer asked once.
import { type Command, Option } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addDetailOptions, addJudgingOptions } from '../command-options.ts';
import { JUDGEMENT_FORMATS } from '../formats/format-names.ts';
import { addWriteOption } from '../formats/write-option.ts';
import { addExamples } from '../help/examples.ts';
import { addImageVerdict } from '../verdict-options.ts';
import { addDatabaseOption } from '../worker/worker-command.ts';
import type { FleetCheckFlags, FleetSbomFlags } from './fleet-flags.ts';
import { addFleetOptions } from './fleet-options.ts';

const FORMATS = ['text', 'json', 'html', ...JUDGEMENT_FORMATS];

/** Adds them to `fleet`; commands hand their exit code to `setExitCode`. */
export function addScanCommands(fleet: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const check = fleet
    .command('check')
    .description(
      'say what images carry that they should not: each layer is read once, each finding told once',
    );
  addDatabaseOption(
    addDetailOptions(
      addWriteOption(addFleetOptions(addJudgingOptions(addImageVerdict(check)), FORMATS), FORMATS),
    ),
  )
    .option('--verify', 'read every layer again and compare all digests')
    .action(async (sources: string[], flags: FleetCheckFlags) => {
      const { runFleetCheck } = await import('../commands/fleet-check.ts');
      setExitCode(await runFleetCheck(sources, flags, io));
    });
  addExamples(check, [
    {
      line: 'plimsoll fleet check docker-daemon:',
      says: 'all images of this Docker; a layer that ten of them have is read once',
    },
    { line: 'plimsoll fleet check --from images.txt --fail-on error', says: 'images by a list, one a line' },
    {
      line: 'plimsoll fleet check docker://registry.example.com/team/ --format json',
      says: "a registry's, as JSON",
    },
  ]);
  const sbom = fleet
    .command('sbom')
    .description('write a bill of materials for each layer, and say which of them make up each image')
    .requiredOption('-o, --output <folder>', 'where the bills go');
  addDatabaseOption(addFleetOptions(sbom, ['text', 'json']))
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
  addExamples(sbom, [
    {
      line: 'plimsoll fleet sbom docker://registry.example.com/team/ -o bills/',
      says: 'one bill of materials (SBOM) for each layer',
    },
    {
      line: 'plimsoll fleet sbom fleet.json -o bills/ --bill spdx --attach',
      says: 'in SPDX, and stored beside the images in the registry too',
    },
  ]);
}
