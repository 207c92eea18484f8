// How the text for people is laid out.
import type { Palette } from '../palette.ts';

export interface TextOptions {
  /** Cells of a line; at least 40 are used. */
  readonly width: number;
  readonly palette: Palette;
  /** Every finding in full, advice, inherited and ignored ones too. */
  readonly showsAll: boolean;
}
