// What apt's autoremover would take (apt's pkgDepCache::MarkRequired): all that nothing kept leads to. Alpine and rpm likewise.
import { compareDebianVersions } from '../relations/debian-version.ts';
import type { GraphPackage, Need, RelationGraph } from '../relations/relation-graph.ts';
import type { AptSettings } from './apt-settings.ts';
import { findKeepReason } from './keep-reason.ts';

/** Which packages are gone, and which count as asked for though they came as dependencies. */
export interface SweepState {
  readonly removed: ReadonlySet<number>;
  readonly madeManual: ReadonlySet<number>;
}

/** How a kept package was come by: the package that leads to it and the need, or null for one kept by itself. */
export type KeptBy = { readonly by: number; readonly need: Need } | null;

/** The packages that are kept, each with what first led to it, nearest to the roots first. */
export function markKept(
  graph: RelationGraph,
  settings: AptSettings,
  { removed, madeManual }: SweepState,
): ReadonlyMap<number, KeptBy> {
  const kept = new Map<number, KeptBy>();
  for (const [index, found] of graph.packages.entries())
    if (!removed.has(index) && (madeManual.has(index) || findKeepReason(graph, found, settings) !== null))
      kept.set(index, null);
  // A map shows what is added while it is walked, so this goes on until nothing new is led to.
  const followed = new Set<readonly number[]>();
  const follow = (): void => {
    for (const index of kept.keys())
      for (const need of graph.packages[index]!.needs) {
        if (!follows(need, settings)) continue;
        for (const alternative of need.alternatives) {
          // Equal needs share one list.
          if (followed.has(alternative)) continue;
          followed.add(alternative);
          for (const provider of chooseProviders(graph, alternative, removed))
            if (!kept.has(provider)) kept.set(provider, { by: index, need });
        }
      }
  };
  follow();
  if (graph.type === 'apk') while (addCompanions(graph, kept, removed)) follow();
  return kept;
}

/** The packages that nothing kept leads to. */
export function sweepPackages(
  graph: RelationGraph,
  settings: AptSettings,
  state: SweepState,
): ReadonlySet<number> {
  const kept = markKept(graph, settings, state);
  return new Set([...graph.packages.keys()].filter((index) => !kept.has(index) && !state.removed.has(index)));
}

/** Whether a remover follows a need of this kind. apk knows no recommendations, and dnf does not follow suggestions. */
export function follows(need: Need, settings: AptSettings): boolean {
  if (need.kind === 'recommends') return settings.isRecommendsImportant;
  if (need.kind === 'suggests') return settings.isSuggestsImportant;
  return need.kind !== 'condition';
}

/** All that meet it, but of several packages of one source only those of its newest version. */
export function chooseProviders(
  graph: RelationGraph,
  alternative: readonly number[],
  removed: ReadonlySet<number>,
): readonly number[] {
  const present = removed.size === 0 ? alternative : alternative.filter((index) => !removed.has(index));
  if (graph.type !== 'deb' || present.length < 2) return present;
  const newest = new Map<string, GraphPackage>();
  for (const index of present) {
    const found = graph.packages[index]!;
    const best = newest.get(found.source);
    if (best === undefined || compareDebianVersions(found.sourceVersion, best.sourceVersion) > 0)
      newest.set(found.source, found);
  }
  return present.filter((index) => {
    const found = graph.packages[index]!;
    return found.sourceVersion === newest.get(found.source)!.sourceVersion;
  });
}

/** Alpine's `install_if`: such a package is kept while all that it comes with is. Tells whether any was added. */
function addCompanions(
  graph: RelationGraph,
  kept: Map<number, KeptBy>,
  removed: ReadonlySet<number>,
): boolean {
  const before = kept.size;
  for (const [index, { installedWith }] of graph.packages.entries()) {
    if (installedWith === null || kept.has(index) || removed.has(index)) continue;
    const met = installedWith.map((need) => ({
      need,
      by: need.alternatives.flat().find((i) => kept.has(i)),
    }));
    const [first] = met;
    if (first?.by !== undefined && met.every(({ by }) => by !== undefined))
      kept.set(index, { by: first.by, need: first.need });
  }
  return kept.size > before;
}
