// What changes to a fleet would cost or save, now and a month: the fleet is changed as data, and measured as any other.
import type { FleetHistory, FleetSnapshot } from '../../snapshot/fleet-snapshot.ts';
import { type FleetChurn, measureChurn } from '../measure-churn.ts';
import { measureStorage } from '../measure-storage.ts';
import { dropTags } from './drop-tags.ts';
import { type AppliedChange, CHANGE_ORDER, type FleetChange } from './fleet-change.ts';
import { FleetEditor } from './fleet-editor.ts';
import { keepNewest } from './keep-newest.ts';
import { moveImages } from './move-images.ts';
import { useOneSystem } from './one-os.ts';
import { squashImages } from './squash-images.ts';

/** What a fleet costs. */
export interface FleetCost {
  readonly images: number;
  /** Registry: what all images would take if nothing were shared. */
  readonly naiveBytes: number;
  /** Registry: each blob of a layer once. */
  readonly uniqueBytes: number;
  /** Node that has all images: unpacked files; an estimate where layers are not known. */
  readonly nodeBytesEstimate: number;
  /** Registry: new blobs a month; null without a history. */
  readonly pushedBytesPerMonth: number | null;
  /** Registry: what it holds after the whole history; null without one. All, where nothing is deleted. */
  readonly heldBytes: number | null;
}

/** Before and after. */
export interface WhatIf {
  readonly changes: readonly AppliedChange[];
  readonly before: FleetCost;
  readonly after: FleetCost;
  /** How sizes that are not known were estimated. */
  readonly basis: readonly string[];
}

/** Measures changes to a fleet, or to its history where there is one; throws USAGE where a change fits nothing. */
export function measureWhatIf(fleet: FleetHistory | FleetSnapshot, changes: readonly FleetChange[]): WhatIf {
  const history = toHistory(fleet);
  const hasHistory = history.moments.length > 1;
  const editor = new FleetEditor(history);
  const sorted = changes.toSorted((a, b) => CHANGE_ORDER.indexOf(a.kind) - CHANGE_ORDER.indexOf(b.kind));
  const applied = sorted.map((change) => applyChange(editor, change, hasHistory));
  const keeps = hasHistory
    ? changes.flatMap((change) => (change.kind === 'keep' ? [change.generations] : []))
    : [];
  const before = measureCost(history, undefined);
  const after = measureCost(editor.finish(), keeps.length === 0 ? undefined : Math.min(...keeps));
  return {
    changes: applied,
    before: before.cost,
    after: after.cost,
    basis: before.basis,
  };
}

function toHistory(fleet: FleetHistory | FleetSnapshot): FleetHistory {
  if (fleet.kind === 'fleet-history') return fleet;
  return {
    kind: 'fleet-history',
    layers: fleet.layers,
    moments: [{ at: fleet.at ?? '', images: fleet.images }],
  };
}

function applyChange(editor: FleetEditor, change: FleetChange, hasHistory: boolean): AppliedChange {
  switch (change.kind) {
    case 'drop':
      return { change, imageCount: dropTags(editor, change.pattern), notes: [] };
    case 'keep': {
      if (!hasHistory)
        return {
          change,
          imageCount: keepNewest(editor, change.generations),
          notes: [
            'Images whose tags differ in numbers alone are taken as one line; the newest of each are kept.',
          ],
        };
      const notes = ['The last snapshots are taken as the generations that the registry keeps.'];
      return { change, imageCount: 0, notes };
    }
    case 'move':
      return {
        change,
        imageCount: moveImages(editor, change.pattern, change.parent),
        notes: [
          'The own layers of moved images are taken as they are; a build may make them larger or smaller.',
        ],
      };
    case 'one-os': {
      const { imageCount, chosen } = useOneSystem(editor, change.os);
      const systems = chosen.map(({ platform, name }) => `${platform}: ${name}`);
      return {
        change,
        imageCount,
        notes: [
          `The lowest layer is taken for the system (${systems.join('; ')}); layers above it are taken as they are.`,
        ],
      };
    }
    case 'squash':
      return {
        change,
        imageCount: squashImages(editor, change.pattern),
        notes: ['No file is taken to go: what squashing itself saves is told by plimsoll squash.'],
      };
  }
}

/** What a fleet costs, and how sizes that are not known were estimated; `generations` are the snapshots that are kept. */
export function measureCost(
  history: FleetHistory,
  generations: number | undefined,
): { readonly cost: FleetCost; readonly basis: readonly string[] } {
  const last = history.moments.at(-1)!;
  const storage = measureStorage({ kind: 'fleet-snapshot', ...last, layers: history.layers });
  const churn = history.moments.length > 1 ? measureChurn(history, [generations ?? 1]) : undefined;
  return {
    cost: {
      images: storage.imageCount,
      naiveBytes: storage.naive.estimateBytes,
      uniqueBytes: storage.unique.estimateBytes,
      nodeBytesEstimate: storage.node.estimateBytes,
      pushedBytesPerMonth: churn?.pushedBytesPerMonth ?? null,
      heldBytes: churn === undefined ? null : heldBytes(churn, generations),
    },
    basis: [storage.unique.basis, storage.node.basis].filter((basis) => basis !== undefined),
  };
}

function heldBytes({ everBytes, retention }: FleetChurn, generations: number | undefined): number {
  return generations === undefined ? everBytes : retention[0]!.keptBytes;
}
