// How a report is laid out as text.
import type { TextOptions } from '../report/text/text-options.ts';
import type { CliIo } from './cli-io.ts';
import type { SharedFlags } from './image-flags.ts';
import { createPalette } from './terminal/create-palette.ts';

const WIDTH_WITHOUT_TERMINAL = 100;

/** How text is laid out for whoever reads stdout. */
export function chooseLayout(flags: Pick<SharedFlags, 'color' | 'all'>, io: CliIo): TextOptions {
  return {
    width: (io.stdout.isTTY === true ? io.stdout.columns : undefined) ?? WIDTH_WITHOUT_TERMINAL,
    palette: createPalette(io.stdout, io.env, flags.color),
    showsAll: flags.all === true,
  };
}
