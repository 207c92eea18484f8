// What `plimsoll trim` tells: what goes and why, what stays though a rule found it, what it costs, and the proof.
import type { FleetBill } from '../fleet/bill/fleet-bill.ts';
import type { Certificate } from '../rewrite/proof/certificate.ts';
import type { TrimSummary } from '../rewrite/trim/summarise-trim.ts';

/** One image of one platform. */
export interface TrimmedImageReport extends TrimSummary {
  readonly reference: string;
  readonly platform: string;
  /** Null where nothing was written. */
  readonly entryBytes: { readonly before: number; readonly after: number } | null;
  readonly certificate: Certificate | null;
  /** Fields of the config that no longer held and are gone. */
  readonly dropped: readonly string[];
}

/** The whole run. */
export interface TrimReport {
  /** Where the result is, as a user can type it; null where nothing was written. */
  readonly reference: string | null;
  readonly images: readonly TrimmedImageReport[];
  /** What of the input's index was left out. */
  readonly leftOut: readonly string[];
  /** What the fleet pays, where one was named and something was written. */
  readonly fleet?: FleetBill;
}
