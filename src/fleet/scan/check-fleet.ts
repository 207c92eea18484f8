// Checks the images of a fleet, and tells each finding once.
import type { ReadingCount } from '../../contents/shared-reading.ts';
import type { CheckedImage } from './checked-image.ts';
import type { FleetFinding } from './fleet-finding.ts';
import { FindingFold, type FoldOptions } from './fold-findings.ts';
import { type LayerSums, LayerTally } from './layer-tally.ts';
import { type ScanOptions, scanFleet } from './scan-fleet.ts';

/** What a check found in a whole fleet. */
export interface FleetCheck {
  readonly images: number;
  readonly layers: LayerSums;
  /** What this run read itself; the rest was known from earlier ones. */
  readonly read: ReadingCount;
  readonly findings: readonly FleetFinding[];
}

/** Checks a fleet; each image is judged by `scan`, and `onTaken` is told of it in the order of the targets. */
export async function checkFleet<Target, Checked extends CheckedImage>(
  targets: readonly Target[],
  options: Omit<ScanOptions<Target, Checked>, 'take'> & { readonly onTaken: (image: Checked) => void },
  fold: FoldOptions,
): Promise<FleetCheck> {
  const layers = new LayerTally();
  const findings = new FindingFold(fold);
  let images = 0;
  const take = (image: Checked): void => {
    images++;
    options.onTaken(image);
    layers.add(image);
    findings.add(image);
  };
  const read = await scanFleet(targets, { ...options, take });
  return { images, layers: layers.sums, read, findings: findings.list(layers) };
}
