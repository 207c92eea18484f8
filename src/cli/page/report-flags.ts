// The options of `report`, as commander hands them over.
import type { SharedFlags } from '../image-flags.ts';

/** Those of `report`. */
export interface ReportFlags extends Omit<SharedFlags, 'format'> {
  readonly output: string;
  readonly against?: string;
  readonly lighter?: boolean;
  readonly index?: readonly string[];
}
