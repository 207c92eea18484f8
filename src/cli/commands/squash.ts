// `plimsoll squash IMAGE -o DEST`: all layers, or those above some that stay, as one.
import { PlimsollError } from '../../errors.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import { formatSquashJson } from '../../report/squash-json.ts';
import type { SquashReport } from '../../report/squash-report.ts';
import { formatSquashText } from '../../report/squash-text.ts';
import { measureGain } from '../../rewrite/squash/squash-gain.ts';
import { squashImage } from '../../rewrite/squash/squash-image.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { countKept } from '../rewrite/count-kept.ts';
import { readBilledFleet, tellBill } from '../rewrite/fleet-bill.ts';
import type { SquashFlags } from '../rewrite/rewrite-flags.ts';
import { type RewriteOutcome, rewriteImages } from '../rewrite/rewrite-images.ts';
import { warnBefore } from '../rewrite/warn-before.ts';
import { writePieces } from '../terminal/write-pieces.ts';

/** Squashes the image and resolves to the exit code. */
export async function runSquash(name: string, flags: SquashFlags, io: CliIo): Promise<number> {
  const makeBill = await readBilledFleet(flags, io);
  const { reference, images, leftOut } = await rewriteImages(name, flags, io, async (work) => {
    const { image, contents } = work;
    const compressions = contents.layers.map(({ compression }) => compression);
    await warnBefore(contents, work.status);
    const keptCount = await countKept(image, flags.above, work.options);
    return squashImage({ ...work, compressions, keptCount });
  });
  if (reference === null) throw new PlimsollError('INTERNAL', 'nothing was written');
  const report: SquashReport = {
    reference,
    images: images.map(describe),
    leftOut,
    ...tellBill(makeBill, reference, images, flags, io),
  };
  await writePieces(
    io.stdout,
    flags.format === 'json' ? formatSquashJson(report) : [formatSquashText(report, chooseLayout(flags, io))],
  );
  return EXIT_CODE.clean;
}

function describe({
  image,
  contents,
  rewritten,
  certificate,
  facts,
}: RewriteOutcome): SquashReport['images'][number] {
  const { operation, layers, dropped } = rewritten;
  return {
    reference: image.reference,
    platform: formatPlatform(image.config.platform),
    gain: measureGain(contents, layers, facts, operation.keptLayers),
    certificate,
    dropped,
  };
}
