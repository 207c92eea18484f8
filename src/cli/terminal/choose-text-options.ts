// How text is printed: as wide as the terminal is, with colours where they are wanted.
import type { TextOptions } from '../../report/text.ts';
import type { CliIo } from '../cli-io.ts';
import type { ImageFlags } from '../image-flags.ts';
import { createPalette } from './create-palette.ts';

const WIDTH_WITHOUT_TERMINAL = 100;

/** The options for one run. */
export function chooseTextOptions(flags: Pick<ImageFlags, 'color' | 'all'>, io: CliIo): TextOptions {
  return {
    width: (io.stdout.isTTY === true ? io.stdout.columns : undefined) ?? WIDTH_WITHOUT_TERMINAL,
    palette: createPalette(io.stdout, io.env, flags.color),
    showsAll: flags.all === true,
  };
}
