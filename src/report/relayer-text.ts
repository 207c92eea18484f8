// The text of `plimsoll relayer`: what the fleet has and could have, its layers, its images, and the proof.
import { wrapWords } from './cell-width.ts';
import { formatFleetBill } from './fleet-bill-text.ts';
import { countOf, formatBytes, formatShare } from './format-amount.ts';
import type { RelayeredImageReport, RelayerReport } from './relayer-report.ts';
import { formatTable } from './table.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const LAYERS_SHOWN = 15;

/** What `relayer` prints; ends with a newline. */
export function formatRelayerText(report: RelayerReport, options: TextOptions): string {
  const { output, images, result } = report;
  const count = countOf(images.length, 'image');
  const title =
    output === null || result === null
      ? `${count}, planned; nothing is written`
      : `${count} in ${countOf(result.layerCount, 'layer')}, written to ${makeVisible(output)}`;
  const lines = [
    options.palette.strong(title),
    '',
    ...formatFigures(report, options),
    '',
    ...formatLayers(report, options),
    '',
    ...formatImages(report, options),
    '',
    ...tellProof(report, options).flatMap((line) => wrapWords(line, options.width)),
    ...(report.fleet === undefined ? [] : ['', ...formatFleetBill(report.fleet, 'relayer', options)]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function formatFigures({ figures, result }: RelayerReport, options: TextOptions): readonly string[] {
  const { before, bound, boundWithoutTimes, planned } = figures;
  const stored = (bytes: number | null | undefined): string => (bytes == null ? '' : formatBytes(bytes));
  const rows = [
    ['layers', String(before.layerCount), String(result?.layerCount ?? planned.layerCount)],
    ...(before.blobBytes === null && result?.blobBytes == null
      ? []
      : [['in a registry', stored(before.blobBytes), stored(result?.blobBytes)]]),
    ['files', formatBytes(before.contentBytes), formatBytes(planned.contentBytes)],
    ['hidden files', formatBytes(before.hiddenBytes), formatBytes(0)],
  ];
  const above = planned.contentBytes - bound.contentBytes;
  return [
    ...formatTable(
      [
        { heading: '', align: 'left' },
        { heading: 'before', align: 'right' },
        { heading: 'after', align: 'right' },
      ],
      rows,
      options.width,
      options.palette.faint,
    ),
    '',
    ...wrapWords(
      `The least that these images could take, each different file once, is ${formatBytes(bound.contentBytes)}; the layers are ${above === 0 ? 'exactly that' : `${formatShare(above, bound.contentBytes)} above it`}. If times did not count it would be ${formatBytes(boundWithoutTimes.contentBytes)}.`,
      options.width,
    ),
  ];
}

function formatLayers({ layers }: RelayerReport, options: TextOptions): readonly string[] {
  const shared = layers.filter(({ imageCount }) => imageCount > 1);
  const shown = options.showsAll ? layers : (shared.length > 0 ? shared : layers).slice(0, LAYERS_SHOWN);
  const left = layers.length - shown.length;
  return [
    ...formatTable(
      [
        { heading: 'images', align: 'right' },
        { heading: 'shipped', align: 'right' },
        { heading: 'layer', align: 'left' },
      ],
      shown.map(({ imageCount, shippedBytes, contents }) => [
        String(imageCount),
        formatBytes(shippedBytes),
        makeVisible(contents),
      ]),
      options.width,
      options.palette.faint,
    ),
    ...(left > 0 ? [`and ${countOf(left, 'more layer', 'more layers')} (--all shows them)`] : []),
  ];
}

function formatImages({ images }: RelayerReport, options: TextOptions): readonly string[] {
  const pull = ({ pullBytes }: RelayeredImageReport): readonly string[] =>
    pullBytes === null ? ['', ''] : [formatBytes(pullBytes.before), formatBytes(pullBytes.after)];
  return formatTable(
    [
      { heading: 'image', align: 'left' },
      { heading: 'layers', align: 'right' },
      { heading: 'to pull', align: 'right' },
      { heading: 'now', align: 'right' },
      { heading: 'its own', align: 'right' },
      { heading: 'hidden before', align: 'right' },
    ],
    images.map((image) => [
      makeVisible(image.reference ?? image.source),
      `${image.layerCount.before} to ${image.layerCount.after}`,
      ...pull(image),
      image.ownBytes === null ? '' : formatBytes(image.ownBytes),
      formatBytes(image.hiddenBytes),
    ]),
    options.width,
    options.palette.faint,
  );
}

function tellProof({ images, result, plan }: RelayerReport, { palette }: TextOptions): readonly string[] {
  const certificates = images.flatMap(({ certificate }) => (certificate === null ? [] : [certificate]));
  const lines: string[] = [];
  if (certificates.length > 0) {
    const paths = certificates.reduce((sum, { checks }) => sum + checks.merged.pathCount, 0);
    const { operation } = certificates[0]!;
    const clamp = operation.kind === 'relayer' ? operation.clampedTo : null;
    lines.push(
      `${palette.good('Proven')}: read back, each image shows ${clamp === null ? 'the same' : `the same but for times, of which later ones became ${clamp},`} at all its paths (${countOf(paths, 'path')}), whether layers are merged or stacked as overlays; no layer hides anything.`,
    );
  }
  if (result !== null && result.writtenCount < result.layerCount)
    lines.push(
      `${countOf(result.layerCount - result.writtenCount, 'layer')} of ${result.layerCount} were there already.`,
    );
  if (plan.basis === 'kept') lines.push('The layout of the run before was kept.');
  if (plan.basis === 'replanned')
    lines.push(
      'The layout of the run before was given up: a new one costs less by more than it is worth to keep it.',
    );
  for (const { source, dropped, leftOut } of images) {
    lines.push(
      ...dropped.map((name) => `${makeVisible(source)}: gone, since it no longer held: ${makeVisible(name)}`),
    );
    lines.push(
      ...leftOut.map(
        (name) => `${makeVisible(source)}: left out, since it speaks of the old image: ${makeVisible(name)}`,
      ),
    );
  }
  return lines;
}
