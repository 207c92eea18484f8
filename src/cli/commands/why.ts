// `plimsoll image IMAGE --why PACKAGE`: what holds a package in an image, and what removing it would free.
import { PlimsollError } from '../../errors.ts';
import { formatWhyJson } from '../../report/why-json.ts';
import { formatWhyText } from '../../report/why-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { ImageFlags } from '../image-flags.ts';

import { writePieces } from '../terminal/write-pieces.ts';
import { askWhy } from '../why/ask-why.ts';
import { withContents } from '../with-contents.ts';

/** Answers and resolves to the exit code. */
export async function runWhy(image: string, name: string, flags: ImageFlags, io: CliIo): Promise<number> {
  if (flags.format !== 'text' && flags.format !== 'json')
    throw new PlimsollError('USAGE', '--why has no bill of materials', {
      hint: 'Give --format text or json.',
    });
  const report = await withContents(image, flags, io, (opened) => askWhy(name, opened));
  await writePieces(
    io.stdout,
    flags.format === 'json' ? formatWhyJson(report) : [formatWhyText(report, chooseLayout(flags, io))],
  );
  return EXIT_CODE.clean;
}
