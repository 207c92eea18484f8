// What is painted on the screen: texts that fit their place to the cell, and colours around them.
import { cutEnd, padEndCells, padStartCells } from '../../report/cell-width.ts';
import type { Palette } from '../../report/palette.ts';

/** A palette, and how the selected row looks; reverse video is no colour. */
export interface ScreenPalette extends Palette {
  readonly selected: (text: string) => string;
}

/** The text in exactly so many cells. */
export function fill(text: string, cells: number): string {
  return cells <= 0 ? '' : padEndCells(cutEnd(text, cells), cells);
}

/** Likewise, at the right. */
export function fillStart(text: string, cells: number): string {
  return cells <= 0 ? '' : padStartCells(cutEnd(text, cells), cells);
}
