// `plimsoll report IMAGE`: one HTML file about an image, or about two.

import { PlimsollError } from '../../errors.ts';
import { makeDifferencePage } from '../../report/page/make-difference-page.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { checkDestinations } from '../formats/write-documents.ts';
import { inspectWhole } from '../inspect-image.ts';
import { inspectPage } from '../page/inspect-page.ts';
import type { ReportFlags } from '../page/report-flags.ts';
import { writePage } from '../page/write-page.ts';
import { noticeUnused, prepareRun } from '../prepare-run.ts';
import { chooseLimits } from '../run-targets.ts';
import { compareImages } from '../verdict/compare-images.ts';

/** What the page of two images names of each kind of change. */
const PATHS_COMPARED = 2000;

/** Writes the page and resolves to the exit code: a report is no verdict, so what it shows does not make it fail. */
export async function runReport(image: string, flags: ReportFlags, io: CliIo): Promise<number> {
  const { against, output } = flags;
  refuse(flags);
  const run = await prepareRun({ ...flags, format: 'html' }, io, {
    limitsOf: (settings) => chooseLimits({}, settings),
    allowsOtherBase: against !== undefined,
    wantsFreed: against === undefined,
  });
  if (against === undefined) {
    const base = flags.base ?? run.settings.base;
    const lighter = { index: flags.index ?? [], insecure: flags.insecure === true, base };
    const inspection = await inspectPage(image, run, {
      version: io.version,
      lighter: flags.lighter === true ? lighter : null,
    });
    await writePage(inspection.page, output, io);
    noticeUnused(run, [inspection], true);
  } else {
    // One after the other, so that the second finds in the cache what both have.
    const a = await inspectWhole(against, run);
    const b = await inspectWhole(image, run);
    const report = compareImages(a, b, { failOn: 'never' }, PATHS_COMPARED);
    await writePage(makeDifferencePage(report, io.version), output, io);
    noticeUnused(run, [a, b], true);
  }
  if (output !== '-') run.status.notice(`wrote ${output}`);
  return EXIT_CODE.clean;
}

function refuse({ against, lighter, index, output }: ReportFlags): void {
  if (output !== '-') checkDestinations([{ format: 'html', file: output }]);
  if (lighter === true && against !== undefined)
    throw new PlimsollError('USAGE', '--lighter is about one image', {
      hint: 'Leave --against out, or --lighter.',
    });
  if (index !== undefined && lighter !== true)
    throw new PlimsollError('USAGE', '--index is for --lighter', { hint: 'Give --lighter too.' });
}
