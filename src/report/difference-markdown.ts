// Two images side by side as Markdown, for a comment on a pull request: what it changes against the image of the base branch. The
// verdict, the bytes and new findings are shown; what it takes longer to read folds away.
import type { FindingDifference } from '../checks/judging/compare-findings.ts';
import type { PackageDifference } from '../contents/compare/compare-packages.ts';
import type { ComparedTarget, DifferenceReport, DifferenceVerdict } from './difference-report.ts';
import { countOf, formatBytes, formatDifference, formatShare } from './format-amount.ts';
import type { Judgement } from './judgements/judgement.ts';
import { compareSeverity } from './judgements/reaches.ts';
import { formatJudgementTable } from './markdown.ts';
import {
  escapeCell,
  escapeMarkdown,
  foldMarkdown,
  formatMarkdownTable,
  type MarkdownColumn,
} from './markdown-text.ts';
import { describePackage } from './text/difference/package-tables.ts';
import { chooseRegistryBytes } from './text/difference/registry-bytes.ts';

const ROWS_SHOWN = 30;
/** It has its own line. */
const GROWTH_RULE = 'max-growth';

/** The section, in pieces; `judgements` are those of the same report. */
export function* formatDifferenceMarkdown(
  report: DifferenceReport,
  judgements: readonly Judgement[],
): Iterable<string> {
  const { a, b, verdict, findings } = report;
  const isJudged = verdict.growth !== null || verdict.failingRules !== null;
  const head = isJudged ? (verdict.passes ? 'passes' : 'fails') : 'what changes';
  yield `### ${escapeMarkdown(b.target.name)} against ${escapeMarkdown(a.target.name)}: ${head}\n\n`;
  if (a.target.digest === b.target.digest) return yield 'They are the same image.\n';
  yield `${tellSize(report)}\n\n`;
  if (!verdict.passes) yield `**Fails:** ${tellFailures(verdict)}.\n\n`;
  yield* formatBytesTable(report);
  const found = judgements.filter(({ rule }) => rule !== GROWTH_RULE);
  const sorted = found.toSorted((x, y) => compareSeverity(x.severity, y.severity) || y.bytes - x.bytes);
  const counted = sorted.filter(({ severity }) => severity !== 'advice');
  const advice = sorted.filter(({ severity }) => severity === 'advice');
  if (counted.length === 0) yield 'No new finding above advice.\n\n';
  else {
    yield `**${countOf(counted.length, 'new finding')}**\n\n`;
    yield* formatJudgementTable(counted);
  }
  yield* foldRows(advice.length, 'new piece of advice', formatJudgementTable(advice), 'new pieces of advice');
  const changed = findings.filter(({ change }) => change !== 'new' && change !== 'gone');
  yield* foldRows(
    changed.length,
    'rule finds other amounts',
    formatRules(changed),
    'rules find other amounts',
  );
  yield* formatGone(report);
  yield* formatPackages(report);
  yield* formatFiles(report);
  yield* formatConfig(report);
}

function tellFailures({ growth, failingRules }: DifferenceVerdict): string {
  const grown =
    growth?.isExceeded === true
      ? [`it grew by ${formatBytes(growth.actualBytes)}, ${formatBytes(growth.limitBytes)} allowed`]
      : [];
  const rules = (failingRules ?? []).map((rule) => `\`${rule}\``);
  return [...grown, ...(rules.length === 0 ? [] : [`new findings by ${rules.join(', ')}`])].join('; ');
}

function tellSize(report: DifferenceReport): string {
  const { a, b } = report;
  const growth = b.entryBytes - a.entryBytes;
  const share = a.entryBytes === 0 ? '' : ` (${formatShare(Math.abs(growth), a.entryBytes)})`;
  const size = `**${formatBytes(b.entryBytes)}**, ${
    growth === 0
      ? 'as before'
      : `**${formatBytes(Math.abs(growth))}**${share} ${growth > 0 ? 'more' : 'less'}`
  }`;
  const { bytes, isCompressed } = chooseRegistryBytes(report);
  const pull = bytes.together - bytes.inA;
  const cost = pull === 0 ? 'nothing' : `${formatBytes(pull)}${isCompressed ? '' : ' before compression'}`;
  return `${size}. Where the old image is, pulling the new one costs ${cost}.`;
}

function formatBytesTable({ a, b }: DifferenceReport): Iterable<string> {
  const amounts = [
    ['in all', ({ entryBytes }) => entryBytes],
    ['files of packages', ({ packagedBytes }) => packagedBytes],
    ['files of no package', ({ otherBytes }) => otherBytes],
    ['hidden by later layers', ({ hiddenBytes }) => hiddenBytes],
    ['ballast', ({ ballastBytes }) => ballastBytes],
  ] as const satisfies readonly (readonly [string, (side: ComparedTarget) => number])[];
  const rows = amounts.map(([what, bytesOf]) => [what, ...amountCells(bytesOf(a), bytesOf(b))]);
  return formatMarkdownTable(amountColumns('bytes'), rows, rows.length, 'more row');
}

function formatRules(rules: readonly FindingDifference[]): Iterable<string> {
  const rows = rules.map(({ rule, message, bytesInA, bytesInB }) => [
    `\`${rule}\`: ${escapeCell(message)}`,
    ...amountCells(bytesInA, bytesInB),
  ]);
  return formatMarkdownTable(amountColumns('rule'), rows, ROWS_SHOWN, 'more rule');
}

function formatGone({ goneFindings }: DifferenceReport): Iterable<string> {
  const rows = goneFindings.map(({ severity, rule, bytes, message }) => [
    severity,
    `\`${rule}\``,
    bytes === 0 ? '' : formatBytes(bytes),
    escapeCell(message),
  ]);
  const columns: readonly MarkdownColumn[] = [
    { heading: '' },
    { heading: 'rule' },
    { heading: 'size', align: 'right' },
    { heading: 'what was found' },
  ];
  const table = formatMarkdownTable(columns, rows, ROWS_SHOWN, 'more finding');
  return foldRows(rows.length, 'finding is gone', table, 'findings are gone');
}

function formatPackages({ packages }: DifferenceReport): Iterable<string> {
  const rows = packages.map((item) => [
    escapeCell(describePackage(item)),
    item.type,
    PACKAGE_WORDS[item.change],
    ...amountCells(item.bytesInA, item.bytesInB),
  ]);
  const columns = [{ heading: 'package' }, { heading: 'type' }, ...amountColumns('what')];
  const counts = (['added', 'removed', 'version'] as const).flatMap((change) => {
    const { length } = packages.filter((item) => item.change === change);
    return length === 0 ? [] : [`${length} ${PACKAGE_WORDS[change]}`];
  });
  const note = counts.length === 0 ? '' : ` (${counts.join(', ')})`;
  const table = formatMarkdownTable(columns, rows, ROWS_SHOWN, 'more package');
  return foldRows(rows.length, `package differs${note}`, table, `packages differ${note}`);
}

const PACKAGE_WORDS: Readonly<Record<PackageDifference['change'], string>> = {
  added: 'added',
  removed: 'removed',
  version: 'updated',
  copies: 'other copies',
  files: 'other files',
};

function formatFiles({ files }: DifferenceReport): Iterable<string> {
  const rows = files.groups.map(({ path, fileCount, change, bytesInA, bytesInB }) => [
    escapeCell(`/${path}`),
    String(fileCount),
    change,
    ...amountCells(bytesInA, bytesInB),
  ]);
  const columns: readonly MarkdownColumn[] = [
    { heading: 'files of no package' },
    { heading: 'files', align: 'right' },
    ...amountColumns('change'),
  ];
  const table = formatMarkdownTable(columns, rows, ROWS_SHOWN, 'more place');
  return foldRows(files.groupCount, 'place with other files', table, 'places with other files');
}

/** Values may be long, and secrets are masked in them already. */
function formatConfig({ config }: DifferenceReport): Iterable<string> {
  const show = (value: string | null): string => (value === null ? '' : escapeCell(value));
  const rows = config.map(({ field, name, valueInA, valueInB }) => [
    escapeCell(name === null ? field : `${field} ${name}`),
    show(valueInA),
    show(valueInB),
  ]);
  const columns = [{ heading: 'config' }, { heading: 'before' }, { heading: 'after' }];
  const table = formatMarkdownTable(columns, rows, ROWS_SHOWN, 'more field');
  return foldRows(rows.length, 'field of the config differs', table, 'fields of the config differ');
}

function* foldRows(count: number, one: string, table: Iterable<string>, several: string): Iterable<string> {
  if (count > 0) yield* foldMarkdown(countOf(count, one, several), table);
}

function amountColumns(heading: string): readonly MarkdownColumn[] {
  return [
    { heading },
    { heading: 'before', align: 'right' },
    { heading: 'after', align: 'right' },
    { heading: 'difference', align: 'right' },
  ];
}

function amountCells(before: number, after: number): readonly string[] {
  return [before, after]
    .map((bytes) => (bytes === 0 ? '-' : formatBytes(bytes)))
    .concat(formatDifference(after - before));
}
