// `plimsoll report`: one HTML file that tells all, for one image, for two, or for a fleet.
import type { Command } from 'commander';
import { PlimsollError } from '../../errors.ts';
import type { CliIo } from '../cli-io.ts';
import {
  addDetailOptions,
  addJudgingOptions,
  addPlaceOptions,
  addTerminalOptions,
  addWorkOptions,
  collect,
} from '../command-options.ts';
import { addFleetReportOptions } from '../fleet/page/fleet-report-options.ts';
import { addExamples } from '../help/examples.ts';
import type { ReportFlags } from './report-flags.ts';

/** Adds the command; it hands its exit code to `setExitCode`. */
export function addReportCommand(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const report = program
    .command('report')
    .description(
      'write one HTML file about an image, two side by side, or a whole fleet, to look at in a browser',
    )
    .argument('[image]', 'the image, by name or path')
    .optionsGroup('Page:')
    .option('-o, --output <file>', "the file to write, or '-' for stdout", 'plimsoll-report.html')
    .option('--against <other>', 'the image to compare with: what grew from it to IMAGE')
    .option('--lighter', 'also tell what would do the same job with less')
    .option(
      '--index <source>',
      "with --lighter: a Packages index or a catalogue, a file or a URL, or 'mirror'; may be repeated",
      collect,
    );
  addFleetReportOptions(report);
  addWorkOptions(
    addTerminalOptions(addDetailOptions(addPlaceOptions(addJudgingOptions(report)).optionsGroup('Output:'))),
  ).action(async (image: string | undefined, flags: ReportFlags) => {
    if (flags.fleet !== undefined) {
      const { runFleetReport } = await import('../commands/fleet-report.ts');
      return setExitCode(await runFleetReport(image, flags.fleet, flags, io));
    }
    if (image === undefined)
      throw new PlimsollError('USAGE', 'nothing is named', {
        hint: 'Name an image, or a fleet with --fleet SOURCE.',
      });
    const { runReport } = await import('../commands/report.ts');
    setExitCode(await runReport(image, flags, io));
  });
  addExamples(report, [
    {
      line: 'plimsoll report app:1 -o app.html',
      says: 'one page to look at in a browser, or to keep with a build',
    },
    { line: 'plimsoll report app:1.5 --against app:1.4', says: 'what grew from one version to the next' },
    { line: 'plimsoll report app:1 --lighter', says: 'with lighter packages for heavy ones' },
    {
      line: 'plimsoll report --fleet docker-daemon: -o fleet.html',
      says: 'all images of this Docker: what they share, and what a change would cost',
    },
  ]);
}
