// Colours for a stream: only on a terminal, and not where the user said no (https://no-color.org).
import picocolors from 'picocolors';
import { type Palette, PLAIN_PALETTE } from '../../report/palette.ts';
import type { CliIo, OutputStream } from '../cli-io.ts';

/** The palette for what goes to `stream`; `isAllowed` is false where the user gave --no-color. */
export function createPalette(stream: OutputStream, env: CliIo['env'], isAllowed: boolean): Palette {
  const isWanted = isAllowed && stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  if (!isWanted) return PLAIN_PALETTE;
  const colors = picocolors.createColors(true);
  return {
    strong: colors.bold,
    faint: colors.dim,
    good: colors.green,
    warning: colors.yellow,
    bad: colors.red,
  };
}
