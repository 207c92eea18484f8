// What the page tells of two images side by side: plain data, picked field by field from the comparison.
import type { PageTarget } from './image-page.ts';

/** One of the two; `entryBytes = packagedBytes + otherBytes + hiddenBytes`. */
export interface PageSide {
  readonly target: PageTarget;
  readonly entryBytes: number;
  readonly shippedBytes: number;
  readonly packagedBytes: number;
  readonly otherBytes: number;
  readonly hiddenBytes: number;
  readonly ballastBytes: number;
}

/** All that the page tells of two images. */
export interface DifferencePage {
  readonly kind: 'difference-page';
  /** Plimsoll's version. */
  readonly version: string;
  readonly a: PageSide;
  readonly b: PageSide;
}
