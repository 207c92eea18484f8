// The findings as a list: the few that matter in full and the rest in a line each, or all of them.
import type { Finding } from '../../checks/finding.ts';
import { wrapWords } from '../cell-width.ts';
import { chooseFindings, isYourBallast, sumFindingBytes } from '../choose-findings.ts';
import { countOf, formatBytes } from '../format-amount.ts';
import type { ImageReport } from '../image-report.ts';
import { formatFinding } from './finding-block.ts';
import type { TextOptions } from './text-options.ts';

const CAUSES_NAMED = 3;

/** Blocks and lines, parted by empty lines. */
export function formatFindings(report: ImageReport, options: TextOptions): readonly string[] {
  return options.showsAll ? formatAll(report, options) : formatFew(report, options);
}

function formatFew(report: ImageReport, options: TextOptions): readonly string[] {
  const { shown, small, moreSecrets } = chooseFindings(report.findings);
  const lines = shown.flatMap((finding, i) => {
    const isRepeated = shown
      .slice(0, i)
      .some(({ rule, fix }) => rule === finding.rule && fix === finding.fix);
    const told = isRepeated && finding.fix !== null ? { ...finding, fix: 'as above.' } : finding;
    return [...formatFinding(told, options), ''];
  });
  const notes: string[] = [];
  if (moreSecrets.length > 0)
    notes.push(
      `And ${countOf(moreSecrets.length, 'further finding')} about secrets: --all shows ${itOrThem(moreSecrets)}.`,
    );
  if (small.length > 0)
    notes.push(
      `And ${countOf(small.length, 'smaller finding')}, ${formatBytes(sumFindingBytes(small))} (${formatCauses(small)}): --all shows ${itOrThem(small)}.`,
    );
  const inheritedSecrets = report.findings.filter(
    (finding) => isInheritedBallast(finding) && finding.secret !== null,
  );
  if (inheritedSecrets.length > 0)
    notes.push(
      `The base image brings ${countOf(inheritedSecrets.length, 'finding')} about secrets, not counted as yours: --all shows ${itOrThem(inheritedSecrets)}.`,
    );
  const inherited = report.findings.filter(
    (finding) => isInheritedBallast(finding) && finding.secret === null,
  );
  if (inherited.length > 0)
    notes.push(
      `The base image brings ${formatBytes(sumFindingBytes(inherited))} of ballast more, not counted as yours.`,
    );
  const advice = report.findings.filter(isYourAdvice);
  if (advice.length > 0)
    notes.push(
      `Advice: ${countOf(advice.length, 'finding')} on ${formatBytes(sumFindingBytes(advice))} that you may want to keep: --all shows ${itOrThem(advice)}.`,
    );
  if (report.ignored.length > 0)
    notes.push(
      `Ignored by plimsoll.yaml: ${countOf(report.ignored.length, 'finding')}, ${formatBytes(report.bytes.ignoredBytes)}.`,
    );
  return notes.length > 0
    ? [...lines, ...notes.flatMap((note) => wrapWords(note, options.width)), '']
    : lines;
}

function formatAll(report: ImageReport, options: TextOptions): readonly string[] {
  const { findings, ignored } = report;
  const errors = findings.filter((finding) => isYourBallast(finding) && finding.severity === 'error');
  const warnings = findings.filter((finding) => isYourBallast(finding) && finding.severity !== 'error');
  const section = (heading: string, blocks: readonly (readonly string[])[]): readonly string[] =>
    blocks.length === 0 ? [] : [options.palette.strong(heading), '', ...blocks.flatMap((b) => [...b, ''])];
  const blocksOf = (some: readonly Finding[]) => some.map((finding) => formatFinding(finding, options));
  return [
    ...[...errors, ...warnings].flatMap((finding) => [...formatFinding(finding, options), '']),
    ...section('Advice: what you may want to keep', blocksOf(findings.filter(isYourAdvice))),
    ...section(
      'In the base image: not counted as yours',
      blocksOf(findings.filter(({ origin }) => origin === 'inherited')),
    ),
    ...section(
      'Ignored by plimsoll.yaml',
      ignored.map(({ finding, reason, until }) =>
        formatFinding(finding, options, until === null ? reason : `${reason} (until ${until})`),
      ),
    ),
  ];
}

/** `apt-cache 80.0 MB, pip-cache 12.0 MB, ...`: the rules that most of the bytes are counted under. */
export function formatCauses(findings: readonly Finding[]): string {
  const sums = new Map<string, number>();
  for (const { rule, bytes } of findings) sums.set(rule, (sums.get(rule) ?? 0) + bytes);
  const causes = [...sums].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  if (causes.length === 1) return causes[0]![0];
  const named = causes.slice(0, CAUSES_NAMED).map(([rule, bytes]) => `${rule} ${formatBytes(bytes)}`);
  return [...named, ...(causes.length > CAUSES_NAMED ? ['...'] : [])].join(', ');
}

function itOrThem(findings: readonly Finding[]): string {
  return findings.length === 1 ? 'it' : 'them';
}

function isInheritedBallast(finding: Finding): boolean {
  return finding.origin === 'inherited' && finding.severity !== 'advice';
}

function isYourAdvice(finding: Finding): boolean {
  return finding.origin === 'yours' && finding.severity === 'advice';
}
