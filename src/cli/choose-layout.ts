// How a report is laid out as text.
import type { TextOptions } from '../report/text/text-options.ts';
import type { CliIo } from './cli-io.ts';
import type { SharedFlags } from './image-flags.ts';
import { createPalette } from './terminal/create-palette.ts';
import { createRuleLink } from './terminal/create-rule-link.ts';

const WIDTH_WITHOUT_TERMINAL = 100;
/** What is narrower is no wish. */
const LEAST_WIDTH = 20;

/** How text is laid out for whoever reads stdout. */
export function chooseLayout(flags: Pick<SharedFlags, 'color' | 'all'>, io: CliIo): TextOptions {
  return {
    width: chooseWidth(io),
    palette: {
      ...createPalette(io.stdout, io.env, flags.color),
      linkRule: createRuleLink(io.stdout, io.env),
    },
    showsAll: flags.all === true,
  };
}

/** That of the terminal; in a pipe what COLUMNS says, as `ls` does. */
function chooseWidth({ stdout, env }: CliIo): number {
  if (stdout.isTTY === true && stdout.columns !== undefined && stdout.columns > 0) return stdout.columns;
  const wanted = Number(env['COLUMNS'] ?? '');
  return Number.isInteger(wanted) && wanted >= LEAST_WIDTH && wanted <= 1000
    ? wanted
    : WIDTH_WITHOUT_TERMINAL;
}
