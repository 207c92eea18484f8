// Findings as Markdown: the summary of a job, or a comment on a pull request.
import { countOf, formatBytes } from './format-amount.ts';
import type { TargetError } from './json.ts';
import type { Judgement } from './judgements/judgement.ts';
import { compareSeverity } from './judgements/reaches.ts';
import {
  escapeCell,
  escapeMarkdown,
  foldMarkdown,
  formatMarkdownTable,
  type MarkdownColumn,
} from './markdown-text.ts';

/** What stands above the table of findings. */
export interface MarkdownSummary {
  readonly title: string;
  readonly passes: boolean;
  /** One line each: `Ballast 12.3 MB of 400 MB`. */
  readonly lines: readonly string[];
  /** What could not be looked at. */
  readonly errors: readonly TargetError[];
}

const COLUMNS: readonly MarkdownColumn[] = [
  { heading: '' },
  { heading: 'rule' },
  { heading: 'where' },
  { heading: 'size', align: 'right' },
  { heading: 'finding' },
];
const ROWS_SHOWN = 50;

/** The summary and the findings in pieces, the severest and largest first; advice folds away. */
export function* formatMarkdown(
  { title, passes, lines, errors }: MarkdownSummary,
  judgements: readonly Judgement[],
): Iterable<string> {
  const shown = judgements
    .filter(({ acceptedBecause }) => acceptedBecause === null)
    .sort((a, b) => compareSeverity(a.severity, b.severity) || b.bytes - a.bytes);
  const accepted = judgements.length - shown.length;
  const advice = shown.filter(({ severity }) => severity === 'advice');
  const counted = shown.filter(({ severity }) => severity !== 'advice');
  const verdict = passes ? (errors.length === 0 ? 'passes' : 'could not be checked whole') : 'fails';
  yield `### ${escapeMarkdown(title)}: ${verdict}\n\n`;
  for (const line of lines) yield `${escapeMarkdown(line)}\n\n`;
  for (const { target, message } of errors)
    yield `**Could not be checked:** ${escapeMarkdown(`${target}: ${message}.`)}\n\n`;
  if (counted.length > 0) yield* formatJudgementTable(counted);
  else yield 'No finding above advice.\n\n';
  if (advice.length > 0)
    yield* foldMarkdown(
      countOf(advice.length, 'piece of advice', 'pieces of advice'),
      formatJudgementTable(advice),
    );
  if (accepted > 0) yield `${countOf(accepted, 'finding')} accepted.\n`;
}

/** The findings as a table, in their order. */
export function formatJudgementTable(judgements: readonly Judgement[]): Iterable<string> {
  const rows = judgements.map(({ severity, rule, file, line, bytes, message, fix }) => [
    severity,
    `\`${rule}\``,
    escapeCell(`${file}:${line}`),
    bytes === 0 ? '' : formatBytes(bytes),
    escapeCell(fix === null ? `${message}.` : `${message}. ${fix}`),
  ]);
  return formatMarkdownTable(COLUMNS, rows, ROWS_SHOWN, 'more finding');
}
