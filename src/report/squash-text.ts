// The text of `plimsoll squash`: what it gained, what it cost, whether that is worth it, and the proof.

import { wrapWords } from './cell-width.ts';
import { formatCertificate } from './certificate-text.ts';
import { formatFleetBill } from './fleet-bill-text.ts';
import { foldText } from './fold-text.ts';
import { countOf, formatBytes } from './format-amount.ts';
import type { SquashedImageReport, SquashReport } from './squash-report.ts';
import { formatTable } from './table.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

/** What `squash` prints; ends with a newline. */
export function formatSquashText(
  { reference, images, leftOut, fleet }: SquashReport,
  options: TextOptions,
): string {
  const lines = [
    options.palette.strong(`${makeVisible(reference)} is written`),
    '',
    ...images.flatMap((image) => [...formatImage(image, images.length > 1, options), '']),
    ...leftOut.map((name) => `Left out, since it speaks of the old images: ${makeVisible(name)}`),
    ...(fleet === undefined || leftOut.length === 0 ? [] : ['']),
    ...(fleet === undefined ? [] : formatFleetBill(fleet, 'squash', options)),
  ];
  return `${foldText(lines.join('\n').trimEnd(), options.width)}\n`;
}

function formatImage(
  { platform, gain, certificate, dropped }: SquashedImageReport,
  isOneOfSeveral: boolean,
  options: TextOptions,
): readonly string[] {
  const { layerCount, pullBytes, entryBytes } = gain;
  const rows = [
    ['layers', String(layerCount.before), String(layerCount.after)],
    ...(pullBytes === null ? [] : [['to pull', formatBytes(pullBytes.before), formatBytes(pullBytes.after)]]),
    ['files', formatBytes(entryBytes.before), formatBytes(entryBytes.after)],
  ];
  const table = formatTable(
    [
      { heading: '', align: 'left' },
      { heading: 'before', align: 'right' },
      { heading: 'after', align: 'right' },
    ],
    rows,
    options.width,
    options.palette.faint,
  );
  return [
    ...(isOneOfSeveral ? [options.palette.strong(platform)] : []),
    ...table,
    '',
    ...formatCertificate(certificate, options),
    '',
    ...wrapWords(tellCost(gain, certificate.operation.keptLayers), options.width),
    ...dropped.map((name) => `Gone, since it no longer held: ${makeVisible(name)}`),
  ];
}

function tellCost(
  { shareableBytes, privateBytes, entryBytes, layerCount }: SquashedImageReport['gain'],
  keptLayers: number,
): string {
  const gained = entryBytes.before - entryBytes.after;
  const what =
    gained > 0
      ? `${formatBytes(gained)} of hidden files are gone.`
      : 'It had no hidden files, so nothing but the number of layers is less.';
  const layers = countOf(layerCount.before - keptLayers, 'layer');
  return `${what} ${formatBytes(shareableBytes)} in ${layers}, which other images can share, became ${formatBytes(privateBytes)} that are this image's alone: registries, pulls and nodes pay for them at each release. That is worth it only where the whole image is rebuilt at each release anyway.`;
}
