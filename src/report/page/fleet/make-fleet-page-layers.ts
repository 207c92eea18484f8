// The layers of a fleet's page: those in use, under numbers of their own.
import { packColumn } from '../columns.ts';
import type { FleetPageLayers } from './fleet-page.ts';
import type { FleetPageInput } from './make-fleet-page.ts';

/** The columns. */
export function makeFleetPageLayers({
  snapshot,
  storage,
  blast,
  homes,
  history,
}: FleetPageInput): FleetPageLayers {
  const { layers } = snapshot;
  const used = Array.from(storage.layers.used);
  const pick = (column: ArrayLike<number>): readonly number[] => used.map((layer) => column[layer]!);
  const isKnown = (column: Float64Array): readonly number[] =>
    used.map((layer) => (Number.isNaN(column[layer]!) ? 0 : 1));
  const { plainBytes } = layers;
  const hasPlain = plainBytes !== undefined && used.some((layer) => !Number.isNaN(plainBytes[layer]!));
  return {
    count: used.length,
    digests: used.map((layer) => layers.digests[layer]!),
    shippedBytes: pick(storage.layers.shippedBytes),
    isShippedKnown: packColumn(isKnown(layers.shippedBytes)),
    entryBytes: pick(storage.layers.entryBytes),
    isEntryKnown: packColumn(isKnown(layers.entryBytes)),
    plainBytes: hasPlain
      ? used.map((layer) => (Number.isNaN(plainBytes[layer]!) ? null : plainBytes[layer]!))
      : null,
    sameAs: packColumn(findSame(used.map((layer) => layers.diffIds[layer]))),
    copies: packColumn(pick(storage.layers.copies)),
    homes: pick(homes.images),
    depths: packColumn(pick(homes.depths)),
    blast: {
      layersAbove: packColumn(pick(blast.layersAbove)),
      pushBytes: pick(blast.pushBytes),
      pullBytes: pick(blast.pullBytes),
    },
    history:
      history === null
        ? null
        : {
            since: packColumn(pick(history.changes.layers.since)),
            changes: packColumn(pick(history.changes.layers.changes)),
          },
  };
}

function findSame(diffIds: readonly (string | undefined)[]): readonly number[] {
  const first = new Map<string, number>();
  return diffIds.map((diffId, number) => {
    if (diffId === undefined) return number;
    const known = first.get(diffId) ?? number;
    first.set(diffId, known);
    return known;
  });
}
