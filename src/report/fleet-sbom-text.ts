// The text of `plimsoll fleet sbom`: how many bills there are, for how much, and where.

import { wrapWords } from './cell-width.ts';
import type { FleetSbomReport } from './fleet-sbom-report.ts';
import { foldText } from './fold-text.ts';
import { countOf, formatBytes, formatCount } from './format-amount.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

/** What `fleet sbom` prints; ends with a newline. */
export function formatFleetSbomText(report: FleetSbomReport, { palette, width }: TextOptions): string {
  const { folder, bills, images, read, errors } = report;
  const references = images.reduce((sum, { layers }) => sum + layers.length, 0);
  const once = bills.reduce((sum, { packageCount }) => sum + packageCount, 0);
  const naive = images.reduce((sum, { packageCount, removed }) => sum + packageCount + removed.length, 0);
  const attached = images.filter((image) => image.attached.length > 0).length;
  const lines = [
    `${palette.strong(countOf(images.length, 'image'))}  ${countOf(references, 'layer')}, ${countOf(bills.length, 'bill')} of materials in ${makeVisible(folder)}`,
    `They name ${countOf(once, 'package')}; a bill for each image would name ${formatCount(naive)}.`,
    read.layers === 0
      ? 'Nothing had to be read now: all of it was known.'
      : `Read now: ${countOf(read.layers, 'layer')}, ${formatBytes(read.storedBytes)}.`,
    'index.json says which bills make up each image, and which packages later layers removed.',
    ...(attached === 0
      ? []
      : [`Attached to ${countOf(attached, 'image')} in their registries, where other scanners find them.`]),
    ...(errors.length === 0
      ? []
      : [palette.bad(`${countOf(errors.length, 'image')} could not be read; see the errors above.`)]),
  ];
  return `${foldText(lines.map((line, i) => (i === 0 ? [line] : wrapWords(line, width)).join('\n')).join('\n'), width)}\n`;
}
