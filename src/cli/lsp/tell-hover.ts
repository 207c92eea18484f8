// What stands behind a finding, for whoever points at it: what it costs, what to do, and the rule's own page.
import type { Hover, MarkupKind } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { DockerfileFinding } from '../../checks/dockerfile/dockerfile-finding.ts';
import type { Price } from '../../checks/dockerfile/pricing.ts';
import { formatBytes } from '../../report/format-amount.ts';
import { escapeMarkdown } from '../../report/markdown-text.ts';
import { rangeOf } from './tell-document.ts';

const SOURCES: Readonly<Record<Price['kind'], string>> = {
  packages: 'by the package index',
  context: 'in the build context as it is',
  computed: 'by the numbers in the instruction',
  layer: 'in the image that was built from it',
};

/** The findings at one place, with the pages of their rules by id; undefined where there are none. */
export function tellHover(
  findings: readonly DockerfileFinding[],
  pages: ReadonlyMap<string, string>,
  document: TextDocument,
  kind: MarkupKind,
): Hover | undefined {
  const [first] = findings;
  if (first === undefined) return undefined;
  const told = findings.map((finding) => tellFinding(finding, pages.get(finding.rule)));
  return { contents: { kind, value: told.join('\n\n---\n\n') }, range: rangeOf(first, document) };
}

function tellFinding({ rule, severity, message, price, fix }: DockerfileFinding, page?: string): string {
  const cost =
    price === null || price.bytes === 0 ? [] : [`${formatBytes(price.bytes)} ${SOURCES[price.kind]}.`];
  // The heading is the rule's name.
  const body = page?.replace(/^# .*\n+/, '').trim();
  return [
    `**${rule}** (${severity}): ${escapeMarkdown(message)}.`,
    ...cost,
    ...(fix === null ? [] : [escapeMarkdown(fix)]),
    ...(body === undefined ? [] : [body]),
  ].join('\n\n');
}
