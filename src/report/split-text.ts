// The text of `plimsoll dockerfile split`.
import { wrapWords } from './cell-width.ts';
import { countOf, formatBytes, formatShare } from './format-amount.ts';
import type { SplitMeasure, SplitReport, SplitTrial, SplitVerification } from './split-report.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

/** The text, in pieces. */
export function* formatSplitText(report: SplitReport, options: TextOptions): Iterable<string> {
  for (const line of formatLines(report, options)) yield `${line}\n`;
}

function formatLines(report: SplitReport, options: TextOptions): readonly string[] {
  const { palette, width } = options;
  const file = makeVisible(report.dockerfile);
  const wrap = (text: string): readonly string[] =>
    wrapWords(makeVisible(text), width - 2).map((line) => `  ${line}`);
  if (report.outcome === 'no-gain')
    return [
      palette.strong(`${file}: a second stage brings nothing (${report.language})`),
      ...wrap(report.reason ?? ''),
      ...(report.measured === null
        ? wrap('No numbers: --image NAME or --verify measures it.')
        : formatNothing(report.measured).flatMap(wrap)),
      ...(report.hint === null ? [] : wrap(report.hint)),
    ];
  if (report.outcome === 'unknown')
    return [
      palette.strong(`${file} cannot be split: ${makeVisible(report.reason ?? '')}`),
      ...wrap(report.hint ?? ''),
    ];
  const { verification, writtenTo } = report;
  return [
    palette.strong(`${file}: development and production in one file (${report.language})`),
    ...wrap(tellBase(report)),
    ...report.notes.flatMap(wrap),
    '',
    ...(writtenTo === null
      ? report.added.map((line) => palette.faint(makeVisible(line)))
      : [`Written to ${makeVisible(writtenTo)}.`]),
    '',
    ...(verification === null
      ? wrap(
          report.isFromImage
            ? 'Not built: --verify builds both and compares them.'
            : 'Told by the file alone and not built: --image NAME finds libraries by soname, --verify builds both and compares them.',
        )
      : formatVerification(verification)),
  ];
}

function tellBase({ base, copies }: SplitReport): string {
  if (base === null) return '';
  const parts = [
    ...(base.packages.length > 0 ? [`${base.packages.join(', ')} installed`] : []),
    ...(base.libraries.length > 0
      ? [`${countOf(base.libraries.length, 'library', 'libraries')} copied (${base.libraries.join(', ')})`]
      : []),
    `${countOf(copies.length, 'path')} taken over`,
  ];
  return `production is built on ${base.from}: ${parts.join('; ')}.`;
}

/** What a second stage could leave out, and what goes without one. */
function formatNothing({ entryBytes, buildBytes, ballastBytes }: SplitMeasure): readonly string[] {
  const build = sum(buildBytes);
  const rest = sum(ballastBytes);
  return [
    `The image has ${formatBytes(entryBytes)}; a second stage could leave out ${formatBytes(build)} (${formatShare(build, entryBytes)}) that only building needs${build > 0 ? `: ${tellCauses(buildBytes)}` : ''}.`,
    ...(rest > 0 ? [`${formatBytes(rest)} of ballast go without it: ${tellCauses(ballastBytes)}.`] : []),
  ];
}

function tellCauses(causes: Readonly<Record<string, number>>): string {
  return Object.entries(causes)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([rule, bytes]) => `${rule} ${formatBytes(bytes)}`)
    .join(', ');
}

function formatVerification({
  engine,
  development,
  production,
  failure,
  start,
  smoke,
  passes,
}: SplitVerification): readonly string[] {
  if (production === null) return [`Built with ${engine}: production FAILS: ${makeVisible(failure ?? '')}`];
  const saved = development.entryBytes - production.entryBytes;
  return [
    `Built with ${engine}:`,
    `  development  ${formatBytes(development.entryBytes)}  ${tellFindings(development)}`,
    `  production   ${formatBytes(production.entryBytes)}  ${tellFindings(production)}`,
    `  ${saved >= 0 ? `${formatShare(saved, development.entryBytes)} less` : `${formatBytes(-saved)} more`}`,
    ...(start === null ? [] : [`  start: ${tellTrial(start)}`]),
    ...(smoke === null ? [] : [`  ${makeVisible(smoke.command)}: ${tellTrial(smoke)}`]),
    ...(failure === null ? [] : [`  ${makeVisible(failure)}`]),
    passes ? 'It holds.' : 'It does NOT hold: do not use it as it is.',
  ];
}

function tellFindings({ findings: { error, warning, advice } }: SplitMeasure): string {
  return `${countOf(error, 'error')}, ${countOf(warning, 'warning')}, ${advice} advice`;
}

function tellTrial({ development, production, passes }: SplitTrial): string {
  const tell = (exitCode: number | null): string => (exitCode === null ? 'runs' : `exit code ${exitCode}`);
  return `${passes ? 'passes' : 'FAILS'} (development ${tell(development.exitCode)}, production ${tell(production.exitCode)}${passes ? '' : `: ${makeVisible(production.said)}`})`;
}

function sum(causes: Readonly<Record<string, number>>): number {
  return Object.values(causes).reduce((total, bytes) => total + bytes, 0);
}
