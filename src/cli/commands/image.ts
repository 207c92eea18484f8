// `plimsoll image IMAGE`: the layers of one image, what each carries, its packages; also as a bill of materials.
import { PlimsollError } from '../../errors.ts';
import type { ImageReport } from '../../report/image-report.ts';
import { formatImageJson } from '../../report/json.ts';
import { type BillOfMaterials, billImage, billLayers } from '../../report/sbom/bill-of-materials.ts';
import { formatCycloneDx } from '../../report/sbom/cyclonedx.ts';
import { formatSpdx } from '../../report/sbom/spdx.ts';
import { formatImageText } from '../../report/text.ts';
import type { CliIo } from '../cli-io.ts';
import { RunOutput } from '../formats/run-output.ts';
import type { ImageFlags } from '../image-flags.ts';
import { runTargets } from '../run-targets.ts';
import { type BillFile, writeBills } from '../write-bills.ts';

type FormatBill = (bill: BillOfMaterials, version: string) => string;

/** Shows the image and resolves to the exit code. */
export async function runImage(image: string, flags: ImageFlags, io: CliIo): Promise<number> {
  if (flags.ui === true) return (await import('../ui/run-ui.ts')).runUi(image, refuseQuestions(flags), io);
  if (flags.why !== undefined && flags.lighter === true)
    throw new PlimsollError('USAGE', '--why and --lighter are two questions', { hint: 'Ask one at a time.' });
  if (flags.why !== undefined) return (await import('./why.ts')).runWhy(image, flags.why, flags, io);
  if (flags.lighter === true) return (await import('./lighter.ts')).runLighter(image, flags, io);
  if (flags.index !== undefined)
    throw new PlimsollError('USAGE', '--index is for --lighter', { hint: 'Give --lighter too.' });
  const folder = flags.byLayer;
  if (folder !== undefined && flags.format !== 'cyclonedx' && flags.format !== 'spdx')
    throw new PlimsollError('USAGE', '--by-layer writes bills of materials', {
      hint: 'Give --format cyclonedx or --format spdx too.',
    });
  const bill =
    (format: FormatBill, ending: string) =>
    ([only]: readonly ImageReport[]): readonly string[] => {
      const report = only!;
      if (folder === undefined) return [format(billImage(report), io.version)];
      writeBills(folder, billFiles(report, format, ending, io.version));
      return [];
    };
  const output = new RunOutput('image', flags, io);
  const code = await runTargets(
    [image],
    flags,
    {
      text: formatImageText,
      json: formatImageJson,
      hasPage: true,
      // A bill of materials has nothing of it.
      wantsFreed: output.wants((format) => format === 'text' || format === 'json'),
      others: { cyclonedx: bill(formatCycloneDx, 'cdx.json'), spdx: bill(formatSpdx, 'spdx.json') },
    },
    io,
    output,
  );
  await output.finish();
  return code;
}

/** The screen answers no questions. */
function refuseQuestions(flags: ImageFlags): ImageFlags {
  const { why, lighter, byLayer, index } = flags;
  if (why === undefined && lighter !== true && byLayer === undefined && index === undefined) return flags;
  throw new PlimsollError('USAGE', '--ui goes with none of --why, --lighter, --index and --by-layer', {
    hint: 'Ask one at a time.',
  });
}

/** A file for each layer, named by the layer's diffId: `sha256-HEX.cdx.json`. */
function* billFiles(
  report: ImageReport,
  format: FormatBill,
  ending: string,
  version: string,
): Iterable<BillFile> {
  for (const bill of billLayers(report))
    yield { name: `${bill.subject.digest.replace(':', '-')}.${ending}`, text: format(bill, version) };
}
