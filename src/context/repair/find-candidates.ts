// What rules take in a folder: the topmost paths, before it is asked whether a build can do without them.
import { type ContextTree, isWithin, nameOf, parentOf } from './context-tree.ts';
import { REPAIR_RULES } from './rules/all-rules.ts';
import type { RepairKind, RepairRule } from './rules/repair-rule.ts';

/** A path that a rule takes. */
export interface Candidate {
  readonly path: string;
  readonly isFolder: boolean;
  readonly kind: RepairKind;
  /** Undefined where no rule of the table is behind it. */
  readonly rule: RepairRule | undefined;
  /** What stands in a line behind the folders: the rule's name with its `*`, or the path's own. */
  readonly pattern: string;
}

interface NamedRule {
  readonly rule: RepairRule;
  readonly name: string;
  readonly expression: RegExp | undefined;
}

/** What is kept as an example for tests is there for a reason, whatever it looks like. */
const FIXTURES = /(?:^|\/)(?:__)?(?:fixtures?|test[-_]?data|snapshots?)(?:__)?(?:\/|$)/i;

const NAMED_RULES: readonly NamedRule[] = REPAIR_RULES.flatMap((rule) =>
  rule.names.map((name) => ({ rule, name, expression: name.includes('*') ? toExpression(name) : undefined })),
);
const BY_NAME = new Map<string, readonly NamedRule[]>();
for (const each of NAMED_RULES)
  if (each.expression === undefined) BY_NAME.set(each.name, [...(BY_NAME.get(each.name) ?? []), each]);
const BY_PATTERN = NAMED_RULES.filter(({ expression }) => expression !== undefined);

/** The topmost paths of the tree that rules take, in its order. */
export function findCandidates(tree: ContextTree): readonly Candidate[] {
  const found: Candidate[] = [];
  let inside: string | undefined;
  for (const { path, kind } of tree.entries) {
    if (inside !== undefined && isWithin(path, inside)) continue;
    inside = undefined;
    if (kind === 'special') continue;
    const taken = takeOne(tree, path, kind === 'folder', kind === 'file');
    if (taken === undefined || FIXTURES.test(path)) continue;
    found.push(taken);
    if (kind === 'folder') inside = path;
  }
  return found;
}

function takeOne(
  tree: ContextTree,
  path: string,
  isFolder: boolean,
  isRegular: boolean,
): Candidate | undefined {
  const name = nameOf(path);
  const exact = BY_NAME.get(name) ?? [];
  const fitting = BY_PATTERN.filter(({ expression }) => expression!.test(name));
  if (exact.length === 0 && fitting.length === 0) return undefined;
  const hit = [...exact, ...fitting].find(({ rule }) => takes(rule, tree, path, isFolder, isRegular));
  if (hit === undefined) return undefined;
  const own = hit.name === '*' ? name : hit.name;
  const pattern = hit.rule.within === undefined ? own : `${hit.rule.within}/${own}`;
  return { path, isFolder, kind: hit.rule.kind, rule: hit.rule, pattern };
}

function takes(
  { type, notNames, beside, holds, within, content }: RepairRule,
  tree: ContextTree,
  path: string,
  isFolder: boolean,
  isRegular: boolean,
): boolean {
  if ((type === 'folder') !== isFolder) return false;
  if (notNames?.test(nameOf(path)) === true) return false;
  const parent = parentOf(path);
  if (within !== undefined && nameOf(parent) !== within) return false;
  if (beside !== undefined && !tree.holds(parent, beside)) return false;
  if (holds !== undefined && !tree.holds(path, [holds])) return false;
  return content === undefined || (isRegular && content.test(tree.beginningOf(path)));
}

function toExpression(name: string): RegExp {
  const parts = name.split('*').map((part) => part.replace(/[.+^${}()|[\]\\?]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
