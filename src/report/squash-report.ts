// What `plimsoll squash` tells: what was written, what it gains and costs, and the certificate of each image.
import type { FleetBill } from '../fleet/bill/fleet-bill.ts';
import type { Certificate } from '../rewrite/proof/certificate.ts';
import type { SquashGain } from '../rewrite/squash/squash-gain.ts';

/** One image of one platform. */
export interface SquashedImageReport {
  readonly reference: string;
  readonly platform: string;
  readonly gain: SquashGain;
  readonly certificate: Certificate;
  /** Fields of the config and annotations that no longer held and are gone. */
  readonly dropped: readonly string[];
}

/** The whole run. */
export interface SquashReport {
  /** Where the result is, as a user can type it. */
  readonly reference: string;
  readonly images: readonly SquashedImageReport[];
  /** What of the input's index was left out. */
  readonly leftOut: readonly string[];
  /** What the fleet pays, where one was named and something was written. */
  readonly fleet?: FleetBill;
}
