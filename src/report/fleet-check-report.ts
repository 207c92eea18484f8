// What `plimsoll fleet check` tells of a fleet, as every format shows it.
import type { FleetCheck } from '../fleet/scan/check-fleet.ts';
import type { BudgetVerdict, FailOn } from './image-report.ts';
import type { TargetError } from './json.ts';

/** One image of the fleet, and whether it passes alone. */
export interface CheckedImageLine {
  readonly name: string;
  readonly reference: string;
  readonly digest: string;
  readonly platform: string;
  readonly passes: boolean;
  /** Its findings that make it fail. */
  readonly failingFindings: number;
  readonly budgets: readonly BudgetVerdict[];
  readonly shippedBytes: number;
  /** Its own ballast and what its base brings. */
  readonly ballastBytes: number;
}

/** Whether the fleet passes: each finding counts once, however many images fail for it. */
export interface FleetVerdict {
  readonly passes: boolean;
  readonly failOn: FailOn;
  readonly failingFindings: number;
  readonly failingImages: number;
}

/** The whole run. */
export interface FleetCheckReport {
  readonly kind: 'fleet-check-report';
  readonly check: FleetCheck;
  readonly images: readonly CheckedImageLine[];
  readonly verdict: FleetVerdict;
  readonly errors: readonly TargetError[];
}
