// Findings as an editor shows them: diagnostics at their lines, with their bytes, and the changes of fixes as code actions.

import type { CodeAction, Diagnostic, DiagnosticSeverity, Range, TextEdit } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { DockerfileFinding } from '../../checks/dockerfile/dockerfile-finding.ts';
import type { Severity } from '../../checks/finding.ts';
import { adoptLineEnds } from '../../dockerfile/editing/text-edit.ts';
import { formatBytes } from '../../report/format-amount.ts';
import { makeVisible } from '../../report/visible-text.ts';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = { error: 1, warning: 2, advice: 3 };
/** The kind that editors run on saving, where their users wish it. */
export const FIX_ALL_KIND = 'source.fixAll.plimsoll';

/** One finding; its message has the bytes and what to do. */
export function tellFinding(finding: DockerfileFinding, document: TextDocument): Diagnostic {
  const { rule, severity, message, price, fix } = finding;
  const bytes = price === null || price.bytes === 0 ? '' : ` (${formatBytes(price.bytes)})`;
  return {
    range: rangeOf(finding, document),
    severity: SEVERITIES[severity],
    code: rule,
    source: 'plimsoll',
    message: [`${makeVisible(message)}${bytes}`, ...(fix === null ? [] : [makeVisible(fix)])].join('\n'),
  };
}

/** The change that mends a finding; undefined where none is ready. */
export function tellFix(finding: DockerfileFinding, document: TextDocument): CodeAction | undefined {
  const { edit, fix, rule, message } = finding;
  if (edit === null) return undefined;
  const edits = adoptLineEnds(edit.edits, document.getText()).map(
    ({ start, end, text }): TextEdit => ({
      range: { start: document.positionAt(start), end: document.positionAt(end) },
      newText: text,
    }),
  );
  return {
    title: `${rule}: ${makeVisible(fix ?? message)}`,
    kind: 'quickfix',
    diagnostics: [tellFinding(finding, document)],
    isPreferred: edit.safety === 'safe',
    edit: { changes: { [document.uri]: edits } },
  };
}

/** All safe fixes as one action, whose change is yet to be asked for. */
export const REPAIR_ACTION: CodeAction = { title: 'Make all safe fixes of plimsoll', kind: FIX_ALL_KIND };

/** All safe fixes as one change: only what lies between the first and the last difference is replaced. */
export function tellRepair(document: TextDocument, repaired: string): CodeAction | undefined {
  const text = document.getText();
  if (repaired === text) return undefined;
  let start = 0;
  while (start < text.length && text[start] === repaired[start]) start++;
  while (isWithinCharacter(text, start) || isWithinCharacter(repaired, start)) start--;
  let tail = 0;
  const most = Math.min(text.length, repaired.length) - start;
  while (tail < most && text.at(-1 - tail) === repaired.at(-1 - tail)) tail++;
  while (isWithinCharacter(text, text.length - tail) || isWithinCharacter(repaired, repaired.length - tail))
    tail--;
  const edit: TextEdit = {
    range: { start: document.positionAt(start), end: document.positionAt(text.length - tail) },
    newText: repaired.slice(start, repaired.length - tail),
  };
  return { ...REPAIR_ACTION, edit: { changes: { [document.uri]: [edit] } } };
}

/** Editors have no place within a line end, nor within a pair of UTF-16 units. */
function isWithinCharacter(text: string, offset: number): boolean {
  const [before, after] = [text.charCodeAt(offset - 1), text.charCodeAt(offset)];
  const isPair = before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
  return isPair || (before === 0x0d && after === 0x0a);
}

/** What a finding is about; its first line where it is about no text. */
export function rangeOf({ range, line }: DockerfileFinding, document: TextDocument): Range {
  if (range !== null) return { start: document.positionAt(range.start), end: document.positionAt(range.end) };
  const row = (line ?? 1) - 1;
  return { start: { line: row, character: 0 }, end: { line: row + 1, character: 0 } };
}
