// `plimsoll report`: one HTML file that tells all, for one image or for two.
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import {
  addDetailOptions,
  addJudgingOptions,
  addPlaceOptions,
  addTerminalOptions,
  addWorkOptions,
  collect,
} from '../command-options.ts';
import { addExamples } from '../help/examples.ts';
import type { ReportFlags } from './report-flags.ts';

/** Adds the command; it hands its exit code to `setExitCode`. */
export function addReportCommand(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const report = program
    .command('report')
    .description('write one HTML file about an image, or about two side by side, to look at in a browser')
    .argument('<image>', 'the image, by name or path')
    .optionsGroup('Page:')
    .option('-o, --output <file>', "the file to write, or '-' for stdout", 'plimsoll-report.html')
    .option('--against <other>', 'the image to compare with: what grew from it to IMAGE')
    .option('--lighter', 'also tell what would do the same job with less')
    .option(
      '--index <source>',
      "with --lighter: a Packages index or a catalogue, a file or a URL, or 'mirror'; may be repeated",
      collect,
    );
  addWorkOptions(
    addTerminalOptions(addDetailOptions(addPlaceOptions(addJudgingOptions(report)).optionsGroup('Output:'))),
  ).action(async (image: string, flags: ReportFlags) => {
    const { runReport } = await import('../commands/report.ts');
    setExitCode(await runReport(image, flags, io));
  });
  addExamples(report, [
    {
      line: 'plimsoll report app:1 -o app.html',
      says: 'one page to look at in a browser, or to keep with a build',
    },
    { line: 'plimsoll report app:1.5 --against app:1.4', says: 'what grew from one version to the next' },
  ]);
}
