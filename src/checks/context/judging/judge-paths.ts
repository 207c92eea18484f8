// From what the rules about paths took to their findings: one a rule, priced by what is sent.
import { writePattern } from '../../../context/repair/write-pattern.ts';
import type { ContextFinding, FileFate } from '../context-finding.ts';
import type { ContextPathRule } from '../context-rule.ts';
import type { ClaimedPath } from './claim-paths.ts';
import { tellLines } from './ignore-pattern.ts';
import type { JudgedContext } from './judged-context.ts';
import { limitPaths } from './limit-paths.ts';
import { tellPattern } from './tell-pattern.ts';

/** The finding of one rule; undefined where what it took costs about nothing. */
export function judgePaths(
  judged: JudgedContext,
  rule: ContextPathRule,
  claimed: readonly ClaimedPath[],
): ContextFinding | undefined {
  if (claimed.length === 0) return undefined;
  const bytes = claimed.reduce((sum, path) => sum + path.bytes, 0);
  const files = claimed.reduce((sum, path) => sum + path.files, 0);
  const sorted = claimed.toSorted((a, b) => b.bytes - a.bytes);
  const fate = farthest(sorted.slice(0, 100).map(({ firstFile }) => judged.trace(firstFile)));
  const readByLine = sorted.find((path) => path.readByLine !== undefined)?.readByLine;
  const severity =
    rule.severityOf?.(fate, readByLine) ?? (bytes >= rule.floorBytes ? rule.severity : 'advice');
  if (bytes < rule.silentBytes && severity === 'advice') return undefined;
  if (files === 0) return undefined;
  const lines = chooseLines(sorted);
  const shallow = findShallowLine(judged, sorted);
  return {
    kind: 'context-finding',
    rule: rule.id,
    severity,
    message: `${rule.what}${tellFate(fate)}`,
    file: fate.kind === 'sent' ? judged.ignorePath : judged.look.read.dockerfilePath,
    line: fate.kind === 'sent' ? null : fate.line,
    ...limitPaths(sorted),
    bytes,
    fate,
    secret: null,
    fix:
      (readByLine === undefined ? undefined : rule.fixOfRead?.(readByLine)) ??
      shallow ??
      `Add ${tellLines(lines)} to ${judged.ignoreName}, or let \`plimsoll context --fix\` do it.`,
  };
}

/** How far files get, behind what they are. */
export function tellFate(fate: FileFate): string {
  switch (fate.kind) {
    case 'final-stage':
      return ', copied into the image';
    case 'stage':
      return `, copied into stage ${fate.stage}`;
    case 'mounted':
      return `, mounted in stage ${fate.stage}`;
    case 'sent':
      return ', which no instruction uses';
  }
}

function farthest(fates: readonly FileFate[]): FileFate {
  const order: readonly FileFate['kind'][] = ['final-stage', 'stage', 'mounted', 'sent'];
  for (const kind of order) {
    const found = fates.find((fate) => fate.kind === kind);
    if (found !== undefined) return found;
  }
  return { kind: 'sent' };
}

/** Lines that take all of them. */
function chooseLines(claimed: readonly ClaimedPath[]): readonly string[] {
  const lines = claimed.map(({ pattern, path }) => (pattern === path ? writePattern(path) : pattern));
  return [...new Set(lines.filter((line) => line !== undefined))];
}

/** Names without a slash mean any depth to git and the root alone to builders. */
function findShallowLine(judged: JudgedContext, claimed: readonly ClaimedPath[]): string | undefined {
  const deep = claimed.filter(({ path }) => path.includes('/'));
  const names = new Set(deep.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)));
  const pattern = judged.context.listing.filter.excludes?.patterns.find(
    ({ cleaned, isException, line }) => !isException && line > 0 && names.has(cleaned),
  );
  if (pattern === undefined) return undefined;
  return `${tellPattern(judged, pattern)} counts in the root alone: write \`**/${pattern.cleaned}\`.`.replace(
    /^l/,
    'L',
  );
}
