// `plimsoll report IMAGE`: one HTML file about an image, or about two.

import { makeDifferencePage } from '../../report/page/make-difference-page.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { inspectWhole } from '../inspect-image.ts';
import { inspectPage } from '../page/inspect-page.ts';
import type { ReportFlags } from '../page/report-flags.ts';
import { writePage } from '../page/write-page.ts';
import { noticeUnused, prepareRun } from '../prepare-run.ts';
import { compareImages } from '../verdict/compare-images.ts';

/** What the page of two images names of each kind of change. */
const PATHS_COMPARED = 2000;

/** Writes the page and resolves to the exit code: a report is no verdict, so what it shows does not make it fail. */
export async function runReport(image: string, flags: ReportFlags, io: CliIo): Promise<number> {
  const run = await prepareRun({ ...flags, format: 'html' }, io, {
    limitsOf: ({ failOn, maxBallast, maxSize }) => ({
      failOn: failOn ?? 'warning',
      ...(maxBallast === undefined ? {} : { maxBallast }),
      ...(maxSize === undefined ? {} : { maxSize }),
    }),
    allowsOtherBase: flags.against !== undefined,
    wantsFreed: flags.against === undefined,
  });
  if (flags.against === undefined) {
    const inspection = await inspectPage(image, run, io.version);
    await writePage(inspection.page, flags.output, io);
    noticeUnused(run, [inspection], true);
  } else {
    const a = await inspectWhole(flags.against, run);
    const b = await inspectWhole(image, run);
    const report = compareImages(a, b, { failOn: 'never' }, PATHS_COMPARED);
    await writePage(makeDifferencePage(report, io.version), flags.output, io);
    noticeUnused(run, [a, b], true);
  }
  if (flags.output !== '-') run.status.notice(`wrote ${flags.output}`);
  return EXIT_CODE.clean;
}
