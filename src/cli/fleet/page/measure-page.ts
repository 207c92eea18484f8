// All that the page of a fleet tells, measured: what it costs, which image stands on which, what follows a change, its history.
import { buildTree, type TreeKnowledge } from '../../../fleet/hierarchy/tree/build-tree.ts';
import type { ReadFleet } from '../../../fleet/sources/read-fleet.ts';
import { findLayerHomes } from '../../../fleet/storage/find-layer-homes.ts';
import { measureBlastRadius } from '../../../fleet/storage/measure-blast-radius.ts';
import { measureChanges } from '../../../fleet/storage/measure-changes.ts';
import { measureChurn } from '../../../fleet/storage/measure-churn.ts';
import { measureStorage } from '../../../fleet/storage/measure-storage.ts';
import type { FleetCheckReport } from '../../../report/fleet-check-report.ts';
import type { FleetPage } from '../../../report/page/fleet/fleet-page.ts';
import { makeFleetPage } from '../../../report/page/fleet/make-fleet-page.ts';

/** Numbers of snapshots that a registry's retention may keep, where nobody says which. */
export const GENERATIONS = [1, 2, 5, 10, 30];

/** What is known beside the fleet. */
export interface PageKnowledge extends TreeKnowledge {
  readonly version: string;
  /** As the user named them. */
  readonly sources: readonly string[];
  readonly check?: FleetCheckReport;
  /** Numbers of snapshots that a registry's retention may keep. */
  readonly generations?: readonly number[];
}

/** Measures it; a finding of the check names all its images. */
export function measurePage(read: ReadFleet, knowledge: PageKnowledge): FleetPage {
  const { snapshot, history } = fillSizes(read, knowledge.contents);
  const { version, sources, check, generations } = knowledge;
  return makeFleetPage({
    version,
    sources,
    snapshot,
    storage: measureStorage(snapshot),
    tree: buildTree(snapshot, knowledge),
    blast: measureBlastRadius(snapshot),
    homes: findLayerHomes(snapshot.images, snapshot.layers.count),
    history:
      history === undefined
        ? null
        : { churn: measureChurn(history, generations ?? GENERATIONS), changes: measureChanges(history) },
    check: check ?? null,
  });
}

/** What layers hold unpacked is known once they were read. */
function fillSizes({ snapshot, history }: ReadFleet, contents: PageKnowledge['contents']): ReadFleet {
  if (contents === undefined) return { snapshot, history };
  const entryBytes = snapshot.layers.entryBytes.slice();
  for (const [layer, content] of contents)
    if (Number.isNaN(entryBytes[layer]!)) entryBytes[layer] = content.entryBytes;
  const layers = { ...snapshot.layers, entryBytes };
  return {
    snapshot: { ...snapshot, layers },
    history: history === undefined ? undefined : { ...history, layers },
  };
}
