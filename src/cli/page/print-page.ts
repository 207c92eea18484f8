// `--format html` of `check` and `image`: the page on stdout, and the exit code of the verdict.
import { PlimsollError } from '../../errors.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { ImageFlags } from '../image-flags.ts';
import { noticeUnused, prepareRun } from '../prepare-run.ts';
import { chooseLimits } from '../run-targets.ts';
import { inspectPage } from './inspect-page.ts';
import { writePage } from './write-page.ts';

/** Prints the page of the one image and resolves to the exit code. */
export async function printPage(
  [image, ...others]: readonly string[],
  flags: ImageFlags,
  io: CliIo,
): Promise<number> {
  if (image === undefined || others.length > 0)
    throw new PlimsollError('USAGE', 'a page is about one image', {
      hint: 'Name one image, or use plimsoll report IMAGE --against OTHER for two.',
    });
  const run = await prepareRun(flags, io, {
    limitsOf: (settings) => chooseLimits(flags, settings),
    allowsOtherBase: false,
    wantsFreed: true,
  });
  const inspection = await inspectPage(image, run, io.version);
  await writePage(inspection.page, '-', io);
  noticeUnused(run, [inspection], true);
  return inspection.report.verdict.passes ? EXIT_CODE.clean : EXIT_CODE.findings;
}
