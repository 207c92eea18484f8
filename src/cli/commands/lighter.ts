// `plimsoll image IMAGE --lighter`: what would do the same job with less.
import { RULES } from '../../checks/rules.ts';
import { PlimsollError } from '../../errors.ts';
import { formatLighterJson } from '../../report/lighter-json.ts';
import { formatLighterText } from '../../report/lighter-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { ImageFlags } from '../image-flags.ts';
import { askLighter } from '../lighter/ask-lighter.ts';
import { readSettings } from '../settings/read-settings.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import { withContents } from '../with-contents.ts';

/** Answers and resolves to the exit code. */
export async function runLighter(image: string, flags: ImageFlags, io: CliIo): Promise<number> {
  if (flags.format !== 'text' && flags.format !== 'json')
    throw new PlimsollError('USAGE', '--lighter has no bill of materials', {
      hint: 'Give --format text or json.',
    });
  const settings = await readSettings(flags.config, () => RULES.map(({ id }) => id));
  const request = {
    index: flags.index ?? [],
    insecure: flags.insecure === true,
    base: flags.base ?? settings.base,
  };
  const report = await withContents(image, flags, io, (opened) => askLighter(request, opened));
  await writePieces(
    io.stdout,
    flags.format === 'json'
      ? formatLighterJson(report)
      : [formatLighterText(report, chooseLayout(flags, io))],
  );
  return EXIT_CODE.clean;
}
