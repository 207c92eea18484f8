// A fleet as Markdown: the verdict, what the images share, each finding once with the images that have it, and the images that fail.
import type { FleetFinding } from '../fleet/scan/fleet-finding.ts';
import type { CheckedImageLine, FleetCheckReport } from './fleet-check-report.ts';
import { countOf, formatBytes, formatCount } from './format-amount.ts';
import {
  escapeCell,
  escapeMarkdown,
  foldMarkdown,
  formatMarkdownTable,
  type MarkdownColumn,
} from './markdown-text.ts';

const ROWS_SHOWN = 50;
const NAMES_SHOWN = 3;
const FINDING_COLUMNS: readonly MarkdownColumn[] = [
  { heading: '' },
  { heading: 'rule' },
  { heading: 'images', align: 'right' },
  { heading: 'size', align: 'right' },
  { heading: 'layer' },
  { heading: 'finding' },
];

/** The section, in pieces. */
export function* formatFleetCheckMarkdown(report: FleetCheckReport): Iterable<string> {
  const { check, images, verdict, errors } = report;
  const { layers } = check;
  const head = verdict.passes ? (errors.length === 0 ? 'passes' : 'could not be checked whole') : 'fails';
  yield `### ${countOf(check.images, 'image')}: ${head}\n\n`;
  if (!verdict.passes)
    yield `**Fails** in ${formatCount(verdict.failingImages)} of ${countOf(images.length, 'image')}, for ${countOf(verdict.failingFindings, 'finding')}.\n\n`;
  const shared = layers.naiveShippedBytes - layers.uniqueShippedBytes;
  yield `${countOf(layers.unique, 'layer')}, used ${formatCount(layers.references)} times: ${formatBytes(layers.uniqueShippedBytes)} stored, ${formatBytes(shared)} shared.\n\n`;
  for (const { target, message } of errors.slice(0, ROWS_SHOWN))
    yield `**Could not be checked:** ${escapeMarkdown(`${target}: ${message}.`)}\n\n`;
  const counted = check.findings.filter(({ ignored }) => ignored === null);
  const above = counted.filter(({ finding }) => finding.severity !== 'advice');
  const advice = counted.filter(({ finding }) => finding.severity === 'advice');
  if (above.length === 0) yield 'No finding above advice.\n\n';
  else yield* formatFindings(above, check.images);
  if (advice.length > 0)
    yield* foldMarkdown(
      countOf(advice.length, 'piece of advice', 'pieces of advice'),
      formatFindings(advice, check.images),
    );
  const failing = images.filter(({ passes }) => !passes);
  if (failing.length > 0)
    yield* foldMarkdown(countOf(failing.length, 'image fails', 'images fail'), formatImages(failing));
  const accepted = check.findings.length - counted.length;
  if (accepted > 0) yield `${countOf(accepted, 'finding')} accepted.\n`;
}

function formatFindings(findings: readonly FleetFinding[], imageCount: number): Iterable<string> {
  const rows = findings.map(({ finding, layer, images }) => {
    const { severity, rule, bytes, message, fix } = finding;
    const names = images.names.slice(0, NAMES_SHOWN).join(', ');
    const place = layer === null ? names : `${layer.index} of ${layer.image}`;
    return [
      severity,
      `\`${rule}\``,
      `${formatCount(images.imageCount)} of ${formatCount(imageCount)}`,
      bytes === 0 ? '' : formatBytes(bytes),
      escapeCell(place),
      escapeCell(fix === null ? `${message}.` : `${message}. ${fix}`),
    ];
  });
  return formatMarkdownTable(FINDING_COLUMNS, rows, ROWS_SHOWN, 'more finding');
}

function formatImages(images: readonly CheckedImageLine[]): Iterable<string> {
  const rows = images.map(({ name, failingFindings, budgets, ballastBytes, shippedBytes }) => [
    escapeCell(name),
    formatCount(failingFindings),
    budgets.flatMap(({ kind, isExceeded }) => (isExceeded ? [kind] : [])).join(', '),
    formatBytes(ballastBytes),
    formatBytes(shippedBytes),
  ]);
  const columns: readonly MarkdownColumn[] = [
    { heading: 'image' },
    { heading: 'findings', align: 'right' },
    { heading: 'over budget' },
    { heading: 'ballast', align: 'right' },
    { heading: 'shipped', align: 'right' },
  ];
  return formatMarkdownTable(columns, rows, ROWS_SHOWN, 'more image');
}
