// Colours for a stream: on a terminal, or where the user wants them elsewhere too (https://force-color.org), and not where the
// user said no (https://no-color.org), which counts before all else.
import picocolors from 'picocolors';
import { type Palette, PLAIN_PALETTE } from '../../report/palette.ts';
import type { CliIo, OutputStream } from '../cli-io.ts';

/** The palette for what goes to `stream`; `isAllowed` is false where the user gave --no-color. */
export function createPalette(stream: OutputStream, env: CliIo['env'], isAllowed: boolean): Palette {
  const isTerminal = stream.isTTY === true && env['TERM'] !== 'dumb';
  const isWanted = isAllowed && !env['NO_COLOR'] && (isForced(env['FORCE_COLOR']) ?? isTerminal);
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

/** What a FORCE_ variable says; undefined where it says nothing. */
export function isForced(value: string | undefined): boolean | undefined {
  if (value === undefined || value === '') return undefined;
  return value !== '0' && value !== 'false';
}
