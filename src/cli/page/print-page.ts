// `--format html` of `check` and `image`: the page on stdout, and the exit code of the verdict.
import { PlimsollError } from '../../errors.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { ImageFlags } from '../image-flags.ts';
import { type KnownFlags, keepKnown, openKnown } from '../known-findings/known-flags.ts';
import { noticeUnused, prepareRun } from '../prepare-run.ts';
import { chooseLimits } from '../run-targets.ts';
import { inspectPage } from './inspect-page.ts';
import { writePage } from './write-page.ts';

/** Prints the page of the one image and resolves to the exit code. */
export async function printPage(
  [image, ...others]: readonly string[],
  flags: ImageFlags & KnownFlags,
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
  const known = await openKnown(flags);
  const inspection = await inspectPage(image, run, {
    version: io.version,
    lighter: null,
    accept: async (report) => {
      if (known === undefined) return report;
      const { acceptKnownOfImage } = await import('../known-findings/accept-known.ts');
      return acceptKnownOfImage(report, known);
    },
  });
  await writePage(inspection.page, '-', io);
  noticeUnused(run, [inspection], true);
  const isKept = await keepKnown(flags, async () => {
    const { judgeImages } = await import('../../report/judgements/judge-images.ts');
    return judgeImages([inspection.report], { dockerfile: 'Dockerfile', byReport: [] });
  });
  return isKept || inspection.report.verdict.passes ? EXIT_CODE.clean : EXIT_CODE.findings;
}
