// Findings as Markdown: the summary of a job, or a comment on a pull request.
import type { Severity } from '../checks/finding.ts';
import { countOf, formatBytes } from './format-amount.ts';
import type { Judgement } from './judgements/judgement.ts';
import { compareSeverity } from './judgements/reaches.ts';
import { makeVisible } from './visible-text.ts';

/** What stands above the table of findings. */
export interface MarkdownSummary {
  readonly title: string;
  readonly passes: boolean;
  /** One line each: `Ballast 12.3 MB of 400 MB`. */
  readonly lines: readonly string[];
}

const SIGNS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', advice: 'advice' };
const ROWS_SHOWN = 50;

/** The summary and the findings in pieces, the severest and largest first; advice folds away. */
export function* formatMarkdown(
  { title, passes, lines }: MarkdownSummary,
  judgements: readonly Judgement[],
): Iterable<string> {
  const shown = judgements
    .filter(({ acceptedBecause }) => acceptedBecause === null)
    .sort((a, b) => compareSeverity(a.severity, b.severity) || b.bytes - a.bytes);
  const accepted = judgements.length - shown.length;
  const advice = shown.filter(({ severity }) => severity === 'advice');
  const counted = shown.filter(({ severity }) => severity !== 'advice');
  yield `### ${escapeMarkdown(title)}: ${passes ? 'passes' : 'fails'}\n\n`;
  for (const line of lines) yield `${escapeMarkdown(line)}\n\n`;
  if (counted.length > 0) yield* formatTable(counted);
  else yield 'No finding above advice.\n\n';
  if (advice.length > 0) {
    yield `<details><summary>${countOf(advice.length, 'piece of advice', 'pieces of advice')}</summary>\n\n`;
    yield* formatTable(advice);
    yield '</details>\n\n';
  }
  if (accepted > 0) yield `${countOf(accepted, 'finding')} accepted.\n`;
}

function* formatTable(judgements: readonly Judgement[]): Iterable<string> {
  yield '| | rule | where | size | finding |\n|---|---|---|---:|---|\n';
  for (const { severity, rule, file, line, bytes, message, fix } of judgements.slice(0, ROWS_SHOWN)) {
    const size = bytes === 0 ? '' : formatBytes(bytes);
    const text = fix === null ? `${message}.` : `${message}. ${fix}`;
    yield `| ${SIGNS[severity]} | \`${rule}\` | ${cell(`${file}:${line}`)} | ${size} | ${cell(text)} |\n`;
  }
  const left = judgements.length - ROWS_SHOWN;
  yield left > 0 ? `\nand ${countOf(left, 'more finding')}\n\n` : '\n';
}

function cell(text: string): string {
  return escapeMarkdown(text).replaceAll('|', '\\|');
}

/** Text from an image or a file must stay text: no mark-up, no mention of people, no link. What stands in backticks stays code. */
function escapeMarkdown(text: string): string {
  return makeVisible(text)
    .split(/(`[^`]+`)/)
    .map((part, i) => (i % 2 === 1 ? part : escapeWords(part)))
    .join('');
}

function escapeWords(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#!~]/g, '\\$&').replaceAll('@', '&#64;');
}
