// How large the bases are that changed, so that a plan can say what nodes will pull of them.
import { PlimsollError } from '../../../errors.ts';
import { mapInOrder } from '../../scan/map-in-order.ts';
import type { UpdateGraph } from '../graph/update-graph.ts';
import { entryName, type UpdateLock } from '../lock/update-lock.ts';
import type { BaseResolution } from './base-resolution.ts';
import { BaseFinder, platformsOf } from './image-bases.ts';
import { measureBase, type ResolveOptions } from './resolve-bases.ts';

const JOBS = 8;

/** The same resolutions, with the bytes of those on which a final stage stands and that are others than in the lock. What cannot be measured stays without. Throws ABORTED only. */
export async function measureChangedBases(
  graph: UpdateGraph,
  lock: UpdateLock,
  bases: ReadonlyMap<string, BaseResolution>,
  options: ResolveOptions,
): Promise<ReadonlyMap<string, BaseResolution>> {
  const wanted = new Map<string, Set<string>>();
  const finder = new BaseFinder(graph);
  for (const image of graph.images)
    for (const platform of platformsOf(image))
      for (const { origin, name, isFinalOnly } of finder.find(image.id, platform)) {
        const base = bases.get(name);
        const before = lock.entries.get(entryName(image.id, platform))?.bases[name];
        if (origin.kind !== 'external' || !isFinalOnly || base?.kind !== 'resolved') continue;
        if (before === undefined || before === base.digest) continue;
        wanted.set(name, (wanted.get(name) ?? new Set()).add(platform));
      }
  const measured = new Map(bases);
  const asked = [...wanted];
  let at = 0;
  const measure = async ([name, platforms]: (typeof asked)[number]): Promise<BaseResolution> => {
    const base = bases.get(name) as Extract<BaseResolution, { readonly kind: 'resolved' }>;
    try {
      return { ...base, bytes: await measureBase(name, base.digest, [...platforms], options) };
    } catch (error) {
      if (!(error instanceof PlimsollError) || error.code === 'ABORTED') throw error;
      return base;
    }
  };
  for await (const base of mapInOrder(asked, JOBS, measure)) measured.set(asked[at++]![0], base);
  return measured;
}
