// What a trim takes and leaves, as plain data for reports.
import { NO_OWNER } from '../../contents/packages/inventory.ts';
import { locateEntry } from '../../contents/view/locate-entry.ts';
import { nodePath } from '../../contents/view/squashed-view.ts';
import type { ChosenRemovals } from './choose-removals.ts';
import type { EditedDatabases } from './edit-databases.ts';
import { listGone } from './list-gone.ts';
import { findTouched } from './plan-trim.ts';
import type { RemovedPackage, TrimRequest, Withheld } from './trim-request.ts';

/** Files that go by one rule. */
export interface RemovedFiles {
  readonly rule: string;
  readonly fileCount: number;
  readonly bytes: number;
  /** The largest of them. */
  readonly paths: readonly string[];
}

/** All that goes and stays. */
export interface TrimSummary {
  readonly packages: readonly RemovedPackage[];
  readonly files: readonly RemovedFiles[];
  readonly withheld: readonly Withheld[];
  /** Databases that are written anew. */
  readonly rewritten: readonly string[];
  readonly removedBytes: number;
  readonly removedPathCount: number;
  /** Layers that are made anew, and all above the lowest of them, which nodes can no longer share. */
  readonly changedLayers: readonly number[];
  /** Entry bytes of those. */
  readonly privateBytes: number;
  /** Every path that goes with why, for who asks. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Every path of a package that was to go and stays, with the package. */
  readonly held: ReadonlyMap<string, Withheld>;
}

const PATHS_NAMED = 5;

/** Sums up. */
export function summariseTrim(
  request: TrimRequest,
  removals: ChosenRemovals,
  databases: EditedDatabases,
): TrimSummary {
  const { contents, packages, files, keptLayerCount } = request;
  const { made, nodes } = databases;
  const { view, inventory } = contents;
  const sizeOf = (node: number): number => {
    const { facts, i } = locateEntry(view, view.inodes[node]!);
    return facts.sizes[i]!;
  };
  const gone = listGone(request, removals, databases);
  const { layers: changed } = findTouched(view, { gone, made }, keptLayerCount);
  const lowest = Math.min(...changed);
  const above = contents.layers.filter(({ index }) => index >= lowest);
  const ruleOf = new Map(removals.packages.map(({ position, rule, name }) => [position, { rule, name }]));
  const reasons = new Map<string, string>();
  for (const node of gone) {
    const owner = ruleOf.get(inventory.owners[node]!);
    const rule = removals.files.get(node);
    const reason =
      owner !== undefined
        ? `the package ${owner.name} goes (${owner.rule})`
        : rule !== undefined
          ? `taken by ${rule}`
          : nodes.has(node)
            ? 'a file of the database about a package that goes'
            : 'a link to what goes';
    reasons.set(nodePath(view, node), reason);
  }
  const byRule = new Map<string, number[]>();
  for (const [node, rule] of removals.files) {
    const list = byRule.get(rule);
    if (list === undefined) byRule.set(rule, [node]);
    else list.push(node);
  }
  const sum = (list: Iterable<number>): number => [...list].reduce((total, node) => total + sizeOf(node), 0);
  return {
    packages: [...removals.packages].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1)),
    files: [...byRule]
      .map(([rule, list]): RemovedFiles => {
        const largest = [...list].sort((a, b) => sizeOf(b) - sizeOf(a) || a - b).slice(0, PATHS_NAMED);
        const paths = largest.map((node) => nodePath(view, node));
        return { rule, fileCount: list.length, bytes: sum(list), paths };
      })
      .sort((a, b) => b.bytes - a.bytes || (a.rule < b.rule ? -1 : 1)),
    withheld: removals.withheld,
    rewritten: [...made.keys()].map((node) => nodePath(view, node)).sort(),
    removedBytes: sum(gone),
    removedPathCount: gone.size,
    changedLayers: [...changed].sort((a, b) => a - b),
    privateBytes:
      packages.size + files.size === 0 || changed.size === 0
        ? 0
        : above.reduce((total, { facts }) => total + facts.entryBytes, 0),
    reasons,
    held: listHeld(request, removals),
  };
}

function listHeld(
  { contents: { view, inventory } }: TrimRequest,
  { withheld }: ChosenRemovals,
): ReadonlyMap<string, Withheld> {
  const packages = new Map(
    withheld.filter(({ kind }) => kind === 'package').map((each) => [each.subject, each]),
  );
  const held = new Map<string, Withheld>();
  if (packages.size === 0) return held;
  for (let node = 1; node < view.tree.nodeCount; node++) {
    const owner = inventory.owners[node]!;
    const found = owner === NO_OWNER ? undefined : packages.get(inventory.packages[owner]!.record.name);
    if (found !== undefined) held.set(nodePath(view, node), found);
  }
  return held;
}
