// The first lines: how large the image is, how much of it is ballast, and what that costs everybody who pulls it.

import { cutMiddle } from '../cell-width.ts';
import { isYourBallast } from '../choose-findings.ts';
import { countOf, formatBytes, formatShare } from '../format-amount.ts';
import type { ImageReport } from '../image-report.ts';
import { isPullCostKnown } from '../pull-cost.ts';
import { makeVisible } from '../visible-text.ts';
import type { TextOptions } from './text-options.ts';

/** The verdict in one or two lines. */
export function formatHead(report: ImageReport, { palette, width }: TextOptions): readonly string[] {
  const { bytes, layers, target } = report;
  const yours = bytes.ballastByOrigin.yours;
  const size = `${formatBytes(bytes.entryBytes)} in ${countOf(layers.length, 'layer')}`;
  const ballast =
    yours === 0
      ? 'no ballast found'
      : `${formatBytes(yours)} of it ballast (${formatShare(yours, bytes.entryBytes)})`;
  const name = cutMiddle(makeVisible(target.name), Math.max(20, width - size.length - ballast.length - 4));
  const paint = yours === 0 ? palette.good : palette.warning;
  return [`${palette.strong(name)}  ${size}, ${paint(ballast)}`, formatPullCost(report)];
}

function formatPullCost(report: ImageReport): string {
  if (!isPullCostKnown(report))
    return 'Its layers lie here uncompressed, so what a pull would cost is not known.';
  const forNothing = report.findings
    .filter(isYourBallast)
    .reduce((sum, { shippedBytes }) => sum + shippedBytes, 0);
  const estimate = forNothing === 0 ? '' : `, an estimated ${formatBytes(forNothing)} of that for nothing`;
  return `Pulling it costs ${formatBytes(report.bytes.shippedBytes)}${estimate}.`;
}
