// The text of `plimsoll check` about many Dockerfiles, and what a repair did to one.
import { formatContextFindings, formatContextVerdict } from './context-findings-text.ts';
import type { DockerfileReport, ReportedDockerfile } from './dockerfile-report.ts';
import { countOf, formatBytes, formatCount } from './format-amount.ts';
import { listDockerfileFinding } from './listed-finding.ts';
import { formatTable } from './table.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const SKIPPED_SHOWN = 5;

/** What the command prints, in pieces. */
export function* formatDockerfilesText(report: DockerfileReport, options: TextOptions): Iterable<string> {
  const { files, errors, verdict } = report;
  for (const file of files) {
    const lines = formatFile(file, options);
    if (lines.length > 0) yield `${lines.join('\n')}\n\n`;
  }
  const counted = files.map(
    ({ findings }) => findings.filter(({ severity }) => severity !== 'advice').length,
  );
  const advice = files.reduce((sum, { findings }) => sum + findings.length, 0) - sumOf(counted);
  const suppressed = sumOf(files.map((file) => file.suppressed.length));
  const ignored = sumOf(files.map((file) => file.ignored.length));
  const parts = [
    `${countOf(sumOf(counted), 'finding')} in ${formatCount(counted.filter((count) => count > 0).length)} of ${countOf(files.length, 'Dockerfile')}`,
    ...(advice > 0 && !options.showsAll ? [`${formatCount(advice)} advice; --all shows it`] : []),
    ...(suppressed > 0 ? [`${formatCount(suppressed)} taken back by comments`] : []),
    ...(ignored > 0 ? [`${formatCount(ignored)} ignored by plimsoll.yaml`] : []),
    ...(errors.length > 0 ? [`${countOf(errors.length, 'file')} could not be read`] : []),
  ];
  yield `${parts.join(', ')}\n${formatContextVerdict(verdict, options.palette)}\n`;
}

function formatFile(file: ReportedDockerfile, options: TextOptions): readonly string[] {
  const listed = file.findings
    .filter(({ severity }) => options.showsAll || severity !== 'advice')
    .map(listDockerfileFinding);
  const findings = formatContextFindings(listed, 0, '', options);
  const repair = formatRepairLines(file, options);
  if (findings.length === 0 && repair.length === 0) return [];
  return [options.palette.strong(makeVisible(file.file)), ...findings, ...repair];
}

/** What was repaired, what was not and why; nothing where nothing was to be repaired. */
export function formatRepairLines(
  { repair, suppressed, layers = [] }: ReportedDockerfile,
  options: TextOptions,
): readonly string[] {
  const { palette, showsAll } = options;
  const lines = [
    ...formatLayers(layers, options),
    ...(suppressed.length > 0
      ? ['', `Taken back by comments: ${countOf(suppressed.length, 'finding')}`]
      : []),
  ];
  if (repair === null) return lines;
  const { applied, skipped, isDryRun } = repair;
  const shown = showsAll ? skipped : skipped.slice(0, SKIPPED_SHOWN);
  if (applied.length > 0)
    lines.push(
      '',
      palette.good(`${countOf(applied.length, 'fix', 'fixes')} ${isDryRun ? 'possible' : 'made'}`),
    );
  for (const { rule, changes } of applied) lines.push(`  ${rule}: ${makeVisible(changes)}`);
  if (shown.length > 0) lines.push('', `${countOf(skipped.length, 'fix', 'fixes')} not made`);
  for (const { rule, line, reason } of shown) lines.push(`  ${rule}, line ${line}: ${makeVisible(reason)}`);
  if (skipped.length > shown.length)
    lines.push(`  and ${skipped.length - shown.length} more; --all shows them`);
  return lines;
}

/** What each instruction made of the image that was given. */
function formatLayers(
  layers: NonNullable<ReportedDockerfile['layers']>,
  { width, palette }: TextOptions,
): readonly string[] {
  if (layers.length === 0) return [];
  const rows = layers.map(({ line, instruction, bytes, ballastBytes }) => [
    formatBytes(bytes),
    ballastBytes === 0 ? '-' : formatBytes(ballastBytes),
    `line ${line}`,
    makeVisible(instruction),
  ]);
  return [
    '',
    ...formatTable(
      [
        { heading: 'layer', align: 'right' },
        { heading: 'ballast', align: 'right' },
        { heading: 'where', align: 'left' },
        { heading: 'instruction', align: 'left' },
      ],
      rows,
      width,
      palette.faint,
    ),
  ];
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
