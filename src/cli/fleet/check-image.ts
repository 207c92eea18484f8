// One image of a fleet, judged as `check` judges it.
import type { CheckedImage } from '../../fleet/scan/checked-image.ts';
import { traceConfig } from '../../fleet/scan/trace-config.ts';
import type { CheckedImageLine } from '../../report/fleet-check-report.ts';
import type { ImageReport } from '../../report/image-report.ts';
import { analyseOpened } from '../analyse-opened.ts';
import { inspectOpened, type Run } from '../inspect-image.ts';
import { openAnd } from '../open-and.ts';
import type { IgnoreSetting } from '../settings/settings.ts';
import type { FleetTarget } from './list-targets.ts';

/** What is kept of an image's report once it is folded into the fleet's. */
export interface CheckedTarget extends CheckedImage {
  readonly line: CheckedImageLine;
  readonly usedIgnores: readonly IgnoreSetting[];
}

/** Opens and judges an image. */
export function checkImage({ name, reference, platform }: FleetTarget, run: Run): Promise<CheckedTarget> {
  const placed = platform === undefined ? run : { ...run, flags: { ...run.flags, platform } };
  return openAnd(reference, placed, async (image, options) => {
    const analyse = (choice: Parameters<typeof analyseOpened>[3]) =>
      analyseOpened(reference, image, placed, choice);
    const { report, usedIgnores } = await inspectOpened(reference, image, options, placed, analyse);
    // What an engine's image states of its history may come only with its layers.
    const trace = traceConfig(image.config, image.annotations);
    return { ...toCheckedImage(name, report), trace, line: toLine(name, report), usedIgnores };
  });
}

function toCheckedImage(name: string, report: ImageReport): Omit<CheckedImage, 'trace'> {
  return {
    name,
    layers: report.layers.map(({ diffId, digest, instruction, shippedBytes, tarBytes }) => ({
      diffId,
      digest,
      instruction,
      shippedBytes,
      tarBytes,
    })),
    findings: report.findings,
    ignored: report.ignored,
  };
}

function toLine(name: string, { target, verdict, bytes }: ImageReport): CheckedImageLine {
  return {
    name,
    reference: target.reference,
    digest: target.digest,
    platform: target.platform,
    passes: verdict.passes,
    failingFindings: verdict.failingCount,
    budgets: verdict.budgets,
    shippedBytes: bytes.shippedBytes,
    ballastBytes: bytes.ballastBytes,
  };
}
