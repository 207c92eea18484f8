// The options of `report`, as commander hands them over.
import type { FleetReportFlags } from '../fleet/page/fleet-report-options.ts';
import type { SharedFlags } from '../image-flags.ts';

/** Those of `report`. */
export interface ReportFlags extends Omit<SharedFlags, 'format'>, FleetReportFlags {
  readonly output: string;
  readonly against?: string;
  readonly lighter?: boolean;
  readonly index?: readonly string[];
}
