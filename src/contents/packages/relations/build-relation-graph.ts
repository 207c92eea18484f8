// From an inventory to the graph of one ecosystem's installed packages.
import type { Inventory } from '../inventory.ts';
import { buildApkGraph } from './build-apk-graph.ts';
import { buildDebianGraph } from './build-debian-graph.ts';
import { buildRpmGraph, type FindOwner } from './build-rpm-graph.ts';
import type { RelationGraph } from './relation-graph.ts';

/** The kinds of package whose relations are known. */
export type RelatedType = 'deb' | 'apk' | 'rpm';

/** Builds the graph of the installed packages of a kind; packages removed since are not in it. */
export function buildRelationGraph(
  inventory: Inventory,
  type: RelatedType,
  findOwner?: FindOwner,
): RelationGraph {
  const placed = inventory.packages
    .map((item, position) => ({ position, item }))
    .filter(({ item }) => item.state === 'installed' && item.record.type === type);
  if (type === 'deb') return buildDebianGraph(placed);
  return type === 'apk' ? buildApkGraph(placed) : buildRpmGraph(placed, findOwner);
}
