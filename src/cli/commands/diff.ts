// `plimsoll diff A B`: two images side by side.
import { formatDifferenceJson } from '../../report/difference-json.ts';
import { formatDifferenceText } from '../../report/difference-text.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { RunOutput } from '../formats/run-output.ts';
import type { DiffFlags } from '../image-flags.ts';
import { inspectWhole, pathLimit } from '../inspect-image.ts';
import { noticeUnused, prepareRun } from '../prepare-run.ts';
import { compareImages } from '../verdict/compare-images.ts';

/** Compares the image `b` with the image `a` and resolves to the exit code. */
export async function runDiff(a: string, b: string, flags: DiffFlags, io: CliIo): Promise<number> {
  const output = new RunOutput('diff', flags, io);
  const run = await prepareRun(flags, io, {
    limitsOf: () => ({ failOn: 'never' }),
    allowsOtherBase: true,
    wantsFreed: false,
  });
  // One after the other, so that the second finds in the cache what both have.
  const inspectedA = await inspectWhole(a, run);
  const inspectedB = await inspectWhole(b, run);
  const { failOn = 'never', maxGrowth } = flags;
  const limits = maxGrowth === undefined ? { failOn } : { failOn, maxGrowth };
  const report = compareImages(inspectedA, inspectedB, limits, pathLimit(flags));
  await output.tell({
    text: (layout) => [formatDifferenceText(report, layout)],
    documents: { json: () => formatDifferenceJson(report) },
    judge: async () =>
      (await import('../formats/format-difference.ts')).judgeDifferencePart(report, flags.dockerfile),
  });
  await output.finish();
  noticeUnused(run, [inspectedA, inspectedB], true);
  return report.verdict.passes ? EXIT_CODE.clean : EXIT_CODE.findings;
}
