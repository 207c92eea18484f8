// What `plimsoll rebase` tells: the verdict with its reasons, and where the result is.
import type { FleetBill } from '../fleet/bill/fleet-bill.ts';
import type { Digest } from '../oci/bytes/digest.ts';
import type { Certificate } from '../rewrite/proof/certificate.ts';
import type { RebaseNote, RebaseVerdict } from '../rewrite/rebase/rebase-note.ts';

/** One image of one platform. */
export interface RebasedImageReport {
  readonly reference: string;
  readonly platform: string;
  readonly oldBase: { readonly reference: string; readonly layerCount: number };
  readonly newBase: { readonly reference: string; readonly digest: Digest; readonly layerCount: number };
  readonly verdict: RebaseVerdict;
  /** Conflicts first. */
  readonly notes: readonly RebaseNote[];
  /** Bytes of the layer of merged files, uncompressed; 0 where there is none. */
  readonly mergedBytes: number;
  /** Null where nothing was written. */
  readonly certificate: Certificate | null;
}

/** The whole run. */
export interface RebaseReport {
  /** Where the result is, as a user can type it; null where nothing was written. */
  readonly reference: string | null;
  readonly images: readonly RebasedImageReport[];
  /** What of the input's index was left out. */
  readonly leftOut: readonly string[];
  /** What the fleet pays, where one was named and something was written. */
  readonly fleet?: FleetBill;
}
