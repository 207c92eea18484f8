// Which of the packages that are to go can go: never one that a kept package cannot be without, and with them what only they
// needed, as a package manager's autoremove takes it.
import { isEssential } from '../../contents/packages/closures/keep-reason.ts';
import { sweepPackages } from '../../contents/packages/closures/sweep-packages.ts';
import type { Inventory } from '../../contents/packages/inventory.ts';
import {
  buildRelationGraph,
  type RelatedType,
} from '../../contents/packages/relations/build-relation-graph.ts';
import { isBinding, type RelationGraph } from '../../contents/packages/relations/relation-graph.ts';
import { giveBackNamed } from './language-needs.ts';

/** Positions in the inventory that go, each with why; and those that were to go and stay. */
export interface ChosenPackages {
  readonly removed: ReadonlyMap<number, string>;
  readonly withheld: ReadonlyMap<number, string>;
}

/** Why what came with a package goes too. */
export const UNNEEDED = 'unneeded';

const REWRITABLE: readonly RelatedType[] = ['deb', 'apk'];

/** Chooses from `wanted`; `kept` are positions that must stay, each with the reason. */
export function choosePackages(
  inventory: Inventory,
  wanted: ReadonlyMap<number, string>,
  kept: ReadonlyMap<number, string>,
): ChosenPackages {
  const removed = new Map<number, string>();
  const withheld = new Map<number, string>();
  for (const [position, rule] of wanted) {
    const reason = kept.get(position) ?? refuse(inventory, position);
    if (reason === undefined) removed.set(position, rule);
    else withheld.set(position, reason);
  }
  giveBackNamed(inventory, removed, withheld);
  for (const type of REWRITABLE) {
    const isAny = [...removed.keys()].some((position) => typeOf(inventory, position) === type);
    if (!isAny) continue;
    const graph = buildRelationGraph(inventory, type);
    giveBack(graph, removed, withheld);
    addUnneeded(graph, inventory, removed, kept);
  }
  // What only a package needed that goes as unneeded itself was taken back too early.
  for (const position of removed.keys()) withheld.delete(position);
  return { removed, withheld };
}

function refuse(inventory: Inventory, position: number): string | undefined {
  const { record, state } = inventory.packages[position]!;
  if (state !== 'installed') return 'it is not installed any more';
  return record.type === 'rpm' ? "rpm's database is not rewritten" : undefined;
}

/** Takes back what a package that stays cannot be without, until nothing is missing. */
function giveBack(graph: RelationGraph, removed: Map<number, string>, withheld: Map<number, string>): void {
  const positionOf = (index: number): number => graph.packages[index]!.position;
  for (const [index, found] of graph.packages.entries())
    if (graph.type === 'deb' && isEssential(found) && removed.delete(positionOf(index)))
      withheld.set(positionOf(index), 'the system cannot be without it');
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const { position, name, needs } of graph.packages) {
      if (removed.has(position)) continue;
      for (const need of needs) {
        const providers = need.alternatives.flat();
        if (!isBinding(need) || providers.length === 0) continue;
        if (providers.some((provider) => !removed.has(positionOf(provider)))) continue;
        for (const provider of need.alternatives.find((each) => each.length > 0)!) {
          removed.delete(positionOf(provider));
          withheld.set(positionOf(provider), `${name} needs it`);
        }
        isChanged = true;
      }
    }
  }
}

/** What nothing needs any more, apart from what nothing needed before. */
function addUnneeded(
  graph: RelationGraph,
  inventory: Inventory,
  removed: Map<number, string>,
  kept: ReadonlyMap<number, string>,
): void {
  const gone = new Set<number>();
  const madeManual = new Set<number>();
  for (const [index, { position }] of graph.packages.entries()) {
    if (removed.has(position)) gone.add(index);
    else if (kept.has(position)) madeManual.add(index);
  }
  const { aptSettings } = inventory;
  const before = sweepPackages(graph, aptSettings, { removed: new Set(), madeManual });
  for (const index of sweepPackages(graph, aptSettings, { removed: gone, madeManual }))
    if (!before.has(index)) removed.set(graph.packages[index]!.position, UNNEEDED);
}

function typeOf(inventory: Inventory, position: number): string {
  return inventory.packages[position]!.record.type;
}
