// Which packages must stay though their role says otherwise: what serves cannot be without them (Varnish compiles with gcc when
// it starts), or the container runs them.
import type { Inventory } from '../../contents/packages/inventory.ts';
import { buildRelationGraph } from '../../contents/packages/relations/build-relation-graph.ts';
import { isBinding, type RelationGraph } from '../../contents/packages/relations/relation-graph.ts';

const RELATED_TYPES = ['deb', 'apk', 'rpm'] as const;

/**
 * The positions of packages that something kept needs: the programs `run`, and whatever is not `flagged` and was asked for or
 * is needed by such a package. A recommendation keeps only what is not flagged.
 */
export function findNeededPackages(
  inventory: Inventory,
  flagged: ReadonlySet<number>,
  run: ReadonlySet<number>,
): ReadonlySet<number> {
  const needed = new Set(run);
  for (const type of RELATED_TYPES) {
    const isAny = [...flagged].some((position) => inventory.packages[position]!.record.type === type);
    if (isAny) follow(buildRelationGraph(inventory, type), flagged, needed);
  }
  return needed;
}

function follow({ packages }: RelationGraph, flagged: ReadonlySet<number>, needed: Set<number>): void {
  const kept = new Set<number>();
  for (const [index, { position, isAutomatic }] of packages.entries())
    if (needed.has(position) || (!isAutomatic && !flagged.has(position))) kept.add(index);
  // A set shows what is added while it is walked.
  for (const index of kept)
    for (const need of packages[index]!.needs) {
      if (!isBinding(need) && need.kind !== 'recommends') continue;
      for (const provider of need.alternatives.flat())
        if (isBinding(need) || !flagged.has(packages[provider]!.position)) kept.add(provider);
    }
  for (const index of kept) needed.add(packages[index]!.position);
}
