// The first lines: which image is larger, what the two share and what they cost together; and which image is which.
import { cutMiddle, wrapWords } from '../../cell-width.ts';
import type { ComparedTarget, DifferenceReport } from '../../difference-report.ts';
import { countOf, formatBytes, formatShare } from '../../format-amount.ts';
import { makeVisible } from '../../visible-text.ts';
import type { TextOptions } from '../text-options.ts';
import { chooseRegistryBytes } from './registry-bytes.ts';

/** The verdict, and a line for each image. */
export function formatDifferenceHead(report: DifferenceReport, { palette, width }: TextOptions): string[] {
  const { a, b } = report;
  const growth = b.entryBytes - a.entryBytes;
  const paint = growth > 0 ? palette.warning : palette.good;
  const text = isSameImage(report)
    ? 'A and B are the same image.'
    : `${describeSize(a, b)}. ${describeSharing(report)}.`;
  return [
    ...wrapWords(text, width).map((line) => palette.strong(paint(line))),
    ...[describeImage('A', a), describeImage('B', b)].map((line) => cutMiddle(line, width)),
  ];
}

/** Whether A and B are one image, so that nothing can differ. */
export function isSameImage({ a, b }: DifferenceReport): boolean {
  return a.target.digest === b.target.digest;
}

function describeSize(a: ComparedTarget, b: ComparedTarget): string {
  const difference = b.entryBytes - a.entryBytes;
  if (difference === 0) return `A and B are of the same size, ${formatBytes(a.entryBytes)}`;
  const amount = formatBytes(Math.abs(difference));
  const share = a.entryBytes === 0 ? '' : ` (${formatShare(Math.abs(difference), a.entryBytes)})`;
  return `B is ${amount}${share} ${difference > 0 ? 'larger' : 'smaller'} than A`;
}

function describeSharing(report: DifferenceReport): string {
  const { shared } = report.layers;
  const { bytes, isCompressed } = chooseRegistryBytes(report);
  const cost = `${formatBytes(bytes.together)}${isCompressed ? ' compressed' : ''}`;
  if (shared.length === 0) return `They share no layer; the pair costs ${cost}`;
  const sharedBytes = shared.reduce((sum, { entryBytes }) => sum + entryBytes, 0);
  return `They share ${countOf(shared.length, 'layer')}, ${formatBytes(sharedBytes)}; the pair costs ${cost}`;
}

function describeImage(label: string, { target, entryBytes, layers }: ComparedTarget): string {
  const size = `${formatBytes(entryBytes)} in ${countOf(layers.length, 'layer')}`;
  const platform = target.platform === '' ? '' : `, ${makeVisible(target.platform)}`;
  return `${label}: ${makeVisible(target.name)}  ${size}${platform}`;
}
