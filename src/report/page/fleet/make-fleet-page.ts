// From what was measured of a fleet to the data of its page: field by field, so that nothing comes along unasked.
import type { FleetTree } from '../../../fleet/hierarchy/tree/fleet-tree.ts';
import type { FleetSnapshot } from '../../../fleet/snapshot/fleet-snapshot.ts';
import type { LayerHomes } from '../../../fleet/storage/find-layer-homes.ts';
import type { Amount, FleetStorage } from '../../../fleet/storage/fleet-storage.ts';
import type { BlastRadius } from '../../../fleet/storage/measure-blast-radius.ts';
import type { FleetChanges } from '../../../fleet/storage/measure-changes.ts';
import type { FleetChurn } from '../../../fleet/storage/measure-churn.ts';
import type { FleetCheckReport } from '../../fleet-check-report.ts';
import type { EarlierLayers, FleetPage, FleetPageImage, FleetPageSums, PageAmount } from './fleet-page.ts';
import { makeFleetPageCheck } from './make-fleet-page-check.ts';
import { makeFleetPageHistory } from './make-fleet-page-history.ts';
import { makeFleetPageLayers } from './make-fleet-page-layers.ts';

/** What a page of a fleet is made of. */
export interface FleetPageInput {
  readonly version: string;
  readonly sources: readonly string[];
  readonly snapshot: FleetSnapshot;
  readonly storage: FleetStorage;
  readonly tree: FleetTree;
  readonly blast: BlastRadius;
  readonly homes: LayerHomes;
  readonly history: { readonly churn: FleetChurn; readonly changes: FleetChanges } | null;
  readonly check: FleetCheckReport | null;
}

/** The page of a fleet. */
export function makeFleetPage(input: FleetPageInput): FleetPage {
  const { version, sources, snapshot, storage, tree, history, check } = input;
  const numbers = new Int32Array(snapshot.layers.count).fill(-1);
  for (const [number, layer] of storage.layers.used.entries()) numbers[layer] = number;
  const images = snapshot.images.map((_, i) => toImage(input, i, numbers));
  const renumber = (layers: readonly number[]): readonly number[] =>
    layers.map((layer) => numbers[layer]!).filter((number) => number >= 0);
  return {
    kind: 'fleet-page',
    version,
    sources,
    at: snapshot.at ?? null,
    sums: toSums(storage, tree),
    images,
    layers: makeFleetPageLayers(input),
    earlier: sumEarlier(snapshot, numbers),
    olderBases: tree.olderBases.map(({ base, platform, osVersion, newest, older, bytes }) => ({
      base,
      platform,
      osVersion,
      newest: newest.images,
      older: older.map((group) => group.images),
      bytes,
    })),
    sameContents:
      tree.contents?.map((group) => ({
        difference: group.difference,
        layers: renumber(group.layers),
        images: group.images,
        repeatedBytes: group.repeatedBytes,
        packages: group.packages,
      })) ?? null,
    history: history === null ? null : makeFleetPageHistory(history.churn, history.changes),
    check:
      check === null
        ? null
        : makeFleetPageCheck(check, {
            images: new Map(images.map(({ name }, i) => [name, i])),
            stacks: images.map(({ layers }) => layers),
          }),
    notes: tree.notes,
  };
}

function toAmount({ estimateBytes, basis }: Amount): PageAmount {
  return { bytes: estimateBytes, basis: basis ?? null };
}

function toSums(storage: FleetStorage, { contents, equalSizes }: FleetTree): FleetPageSums {
  const unique = toAmount(storage.unique);
  return {
    layerUses: storage.layerUses,
    chainCount: storage.chainCount,
    naive: toAmount(storage.naive),
    unique,
    documentBytes: storage.documentBytes,
    node: toAmount(storage.node),
    nodeDisk: toAmount(storage.nodeDisk),
    // Of layers with unknown blobs it is told by their files, which may be more than all blobs.
    repeatedBytes:
      contents === null
        ? null
        : Math.min(
            unique.bytes,
            contents.reduce((sum, { repeatedBytes }) => sum + repeatedBytes, 0),
          ),
    equalSizes: { layers: equalSizes.layers, bytes: equalSizes.bytes },
  };
}

function toImage(
  { snapshot, storage, tree }: FleetPageInput,
  i: number,
  numbers: Int32Array,
): FleetPageImage {
  const image = snapshot.images[i]!;
  const stored = storage.images[i]!;
  const placed = tree.images[i]!;
  const { os, architecture, variant } = image.platform;
  return {
    name: image.name,
    repository: image.repository,
    tags: image.tags,
    digest: image.digest ?? null,
    platform: { os, architecture, ...(variant === undefined ? {} : { variant }) },
    osVersion: image.osVersion ?? null,
    created: image.created ?? null,
    layers: Array.from(image.layers, (layer) => numbers[layer]!),
    bytes: stored.bytes,
    ownBytes: stored.ownBytes,
    sharedBytes: stored.sharedBytes,
    marginalBytes: stored.marginalBytes,
    partBytes: stored.partBytes,
    nodeMarginalBytes: stored.nodeMarginalBytes,
    parent: placed.parent,
    evidence: placed.evidence,
    aboveBytes: placed.ownBytes,
    descendants: placed.descendants,
    outsideBase: placed.outsideBase,
  };
}

/** Of layers that no image has now, those of which both sizes are known: a ratio is taken from all. */
function sumEarlier({ layers }: FleetSnapshot, numbers: Int32Array): EarlierLayers {
  let [shippedBytes, entryBytes] = [0, 0];
  for (const [layer, number] of numbers.entries()) {
    if (number >= 0) continue;
    const [shipped, entry] = [layers.shippedBytes[layer]!, layers.entryBytes[layer]!];
    if (Number.isNaN(shipped) || Number.isNaN(entry)) continue;
    shippedBytes += shipped;
    entryBytes += entry;
  }
  return { shippedBytes, entryBytes };
}
