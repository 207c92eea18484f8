// Findings as GitHub's workflow commands, which become annotations of the lines (actions/toolkit, docs/commands.md). GitHub shows ten of
// each kind of a step, so the severest come first.
import type { Severity } from '../checks/finding.ts';
import type { TargetError } from './json.ts';
import type { Judgement } from './judgements/judgement.ts';
import { compareSeverity } from './judgements/reaches.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', advice: 'notice' };

/** One command a line; those that are accepted are left out. */
export function* formatGithubAnnotations(
  judgements: readonly Judgement[],
  errors: readonly TargetError[],
): Iterable<string> {
  for (const { target, message } of errors)
    yield `::error title=plimsoll::${data(`${target}: ${message}.`)}\n`;
  const shown = judgements.filter(({ acceptedBecause }) => acceptedBecause === null);
  for (const each of [...shown].sort((a, b) => compareSeverity(a.severity, b.severity))) {
    const { severity, file, line, endLine, columns, rule, message, details, fix } = each;
    const text = [`${message}.`, ...details, ...(fix === null ? [] : [`Fix: ${fix}`])].join('\n');
    // Of several lines GitHub takes no columns.
    const at = line === endLine && columns !== null ? `,col=${columns.start},endColumn=${columns.end}` : '';
    const properties = `file=${property(file)},line=${line},endLine=${endLine}${at},title=${property(rule)}`;
    yield `::${COMMANDS[severity]} ${properties}::${data(text)}\n`;
  }
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
