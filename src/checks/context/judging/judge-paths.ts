// From what the rules about paths took to their findings: one a rule, priced by what is sent.
import type { ContextFinding, FileFate } from '../context-finding.ts';
import type { ContextPathRule } from '../context-rule.ts';
import type { ClaimedPath } from './claim-paths.ts';
import { lineForName, lineForPath, tellLines } from './ignore-pattern.ts';
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
  const severity = rule.severityOf?.(fate, judged) ?? (bytes >= rule.floorBytes ? rule.severity : 'advice');
  if (bytes < rule.silentBytes && severity === 'advice') return undefined;
  if (files === 0) return undefined;
  const lines = chooseLines(rule, sorted);
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
    fix: shallow ?? rule.fix?.(judged, lines) ?? `Add ${tellLines(lines)} to ${judged.ignoreName}.`,
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

/** Names that mean the same anywhere go at any depth; others where they are. */
function chooseLines(rule: ContextPathRule, claimed: readonly ClaimedPath[]): readonly string[] {
  const lines = new Set<string>();
  for (const { path, isFolder } of claimed) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const ending = isFolder
      ? undefined
      : rule.files.find((file) => file.startsWith('*.') && name.endsWith(file.slice(1)));
    const isAnywhere =
      rule.isNeedless === undefined ||
      name.startsWith('.') ||
      name === 'node_modules' ||
      name === '__pycache__';
    const line = ending !== undefined ? `**/${ending}` : isAnywhere ? lineForName(name) : lineForPath(path);
    if (line !== undefined) lines.add(line);
  }
  return [...lines];
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
