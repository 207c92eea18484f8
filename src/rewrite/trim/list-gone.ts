// All paths that a trim takes away: what was chosen, and what databases had about it.
import { layerOf } from '../../contents/view/locate-entry.ts';
import type { ChosenRemovals } from './choose-removals.ts';
import type { EditedDatabases } from './edit-databases.ts';
import type { TrimRequest } from './trim-request.ts';

/** Them, by node of the view's tree. What layers show that must stay is none of them: a link, a database's backup. */
export function listGone(
  { contents: { view }, keptLayerCount }: TrimRequest,
  removals: ChosenRemovals,
  databases: EditedDatabases,
): ReadonlySet<number> {
  const all = [...removals.nodes, ...databases.nodes];
  return new Set(all.filter((node) => layerOf(view, view.inodes[node]!) >= keptLayerCount));
}
