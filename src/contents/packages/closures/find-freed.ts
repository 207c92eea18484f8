// What removing each package of an image would free, for all of its packages at once.
import type { Inventory } from '../inventory.ts';
import { buildRelationGraph, type RelatedType } from '../relations/build-relation-graph.ts';
import { isBinding, type RelationGraph } from '../relations/relation-graph.ts';
import { groupByHolder, sumFreedBytes } from '../shared-files.ts';
import { isEssential } from './keep-reason.ts';
import { ClosureFinder } from './removable-closure.ts';

/** What removing one package would free. */
export interface FreedSummary {
  /** How many would go: the package itself, those that nothing needs then, and those that cannot be without it. */
  readonly packages: number;
  /** Of their files, as they are in the image. */
  readonly bytes: number;
  /** How many of them cannot be without it: where there are any, it cannot go alone. */
  readonly dependents: number;
}

/** Packages looked at for all closures together. Real images need some 100,000; beyond it the smallest are not answered. */
const MOST_STEPS = 10_000_000;

/** The ecosystems whose packages say what they need of each other. */
export const RELATED_TYPES: readonly RelatedType[] = ['deb', 'apk', 'rpm'];

/**
 * For each package of the inventory what removing it would free; null for what is removed already, for ecosystems without
 * relations, and where the package, or one that cannot be without it, is essential.
 */
export function findFreed(inventory: Inventory): readonly (FreedSummary | null)[] {
  const freed = new Array<FreedSummary | null>(inventory.packages.length).fill(null);
  for (const type of RELATED_TYPES) {
    const graph = buildRelationGraph(inventory, type);
    if (graph.packages.length === 0) continue;
    const finder = new ClosureFinder(graph, inventory.aptSettings);
    const bytes = new FreedBytes(inventory);
    const staying = findStaying(graph);
    const largestFirst = [...graph.packages.entries()].sort(([, a], [, b]) => b.bytes - a.bytes);
    for (const [target, found] of largestFirst) {
      if (finder.steps > MOST_STEPS) break;
      if (staying.has(target)) continue;
      const closure = finder.find(target);
      if (closure.kind === 'refused') continue;
      freed[found.position] = {
        packages: closure.freed.length + closure.dependents.length,
        bytes: bytes.sum(
          [...closure.freed, ...closure.dependents].map((index) => graph.packages[index]!.position),
        ),
        dependents: closure.dependents.length,
      };
    }
  }
  return freed;
}

/** Debian's essential packages and all that they cannot be without: most of what others need most is among them. */
function findStaying({ type, packages }: RelationGraph): ReadonlySet<number> {
  const staying = new Set<number>();
  if (type !== 'deb') return staying;
  for (const [index, found] of packages.entries()) if (isEssential(found)) staying.add(index);
  // A set shows what is added while it is walked.
  for (const index of staying)
    for (const need of packages[index]!.needs) {
      const providers = isBinding(need) ? new Set(need.alternatives.flat()) : [];
      if ([...providers].length === 1) for (const provider of providers) staying.add(provider);
    }
  return staying;
}

/** Sums what packages of one image free, each file once. */
export class FreedBytes {
  readonly #inventory: Inventory;
  readonly #sharedBy: ReturnType<typeof groupByHolder>;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.#sharedBy = groupByHolder(inventory.sharedFiles);
  }

  /** What removing these frees; positions are those in the inventory. */
  sum(positions: readonly number[]): number {
    const { packages } = this.#inventory;
    return sumFreedBytes(positions, (position) => packages[position]!.bytes, this.#sharedBy);
  }
}
