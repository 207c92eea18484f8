// What changes to a fleet would cost or save, measured in the page by the very functions that `plimsoll fleet what-if` measures by.
import type { FleetImage, FleetSnapshot } from '../../../src/fleet/snapshot/fleet-snapshot.ts';
import { CHANGE_ORDER } from '../../../src/fleet/storage/what-if/fleet-change.ts';
import { FleetEditor } from '../../../src/fleet/storage/what-if/fleet-editor.ts';
import { type FleetCost, measureCost } from '../../../src/fleet/storage/what-if/measure-what-if.ts';
import { moveChosen } from '../../../src/fleet/storage/what-if/move-images.ts';
import { useOneSystem } from '../../../src/fleet/storage/what-if/one-os.ts';
import { squashChosen } from '../../../src/fleet/storage/what-if/squash-images.ts';

/** One change; images are told by their names, which no two have in common. */
export type PageChange =
  | { readonly kind: 'drop'; readonly names: readonly string[] }
  | { readonly kind: 'move'; readonly names: readonly string[]; readonly parent: string }
  | { readonly kind: 'one-os'; readonly os: string | undefined }
  | { readonly kind: 'squash'; readonly names: readonly string[] }
  | { readonly kind: 'add'; readonly name: string; readonly on: string | null; readonly ownBytes: number };

/** Before and after. */
export interface PageWhatIf {
  readonly before: FleetCost;
  readonly after: FleetCost;
  /** By change: images that are other than before, gone, or new. */
  readonly imageCounts: readonly number[];
  readonly basis: readonly string[];
}

const ORDER: readonly PageChange['kind'][] = [...CHANGE_ORDER.filter((kind) => kind !== 'keep'), 'add'];

/** Measures them, made in the command's order; images that are added come last. */
export function measurePageChanges(fleet: FleetSnapshot, changes: readonly PageChange[]): PageWhatIf {
  const history = {
    kind: 'fleet-history',
    layers: fleet.layers,
    moments: [{ at: fleet.at ?? '', images: fleet.images }],
  } as const;
  const editor = new FleetEditor(history);
  const imageCounts = new Array<number>(changes.length).fill(0);
  const sorted = [...changes.entries()].sort(([, a], [, b]) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  for (const [i, change] of sorted) imageCounts[i] = apply(editor, change, fleet);
  const before = measureCost(history, undefined);
  return {
    before: before.cost,
    after: measureCost(editor.finish(), undefined).cost,
    imageCounts,
    basis: before.basis,
  };
}

function apply(editor: FleetEditor, change: PageChange, fleet: FleetSnapshot): number {
  switch (change.kind) {
    case 'drop': {
      const isChosen = byName(change.names);
      return editor.change((image) => (isChosen(image) ? undefined : image));
    }
    case 'move':
      return moveChosen(editor, byName(change.names), change.parent);
    case 'one-os':
      return useSystem(editor, change.os);
    case 'squash':
      return squashChosen(editor, byName(change.names));
    case 'add':
      return addImage(editor, change, fleet);
  }
}

/** Where no image is left that has the system, nothing changes. */
function useSystem(editor: FleetEditor, os: string | undefined): number {
  try {
    return useOneSystem(editor, os).imageCount;
  } catch {
    return 0;
  }
}

/** Its own layer on all that the other image has by then; on what it had, where that one is given up. */
function addImage(
  editor: FleetEditor,
  { name, on, ownBytes }: Extract<PageChange, { kind: 'add' }>,
  { images }: FleetSnapshot,
): number {
  const isParent = byName(on === null ? [] : [on]);
  const parent = editor.moments.at(-1)!.images.find(isParent) ?? images.find(isParent);
  const own = editor.makeLayer({ shippedBytes: ownBytes, entryBytes: Number.NaN });
  editor.addImage({
    name,
    repository: name,
    tags: [],
    digest: undefined,
    platform: parent?.platform ?? { os: '', architecture: '' },
    osVersion: parent?.osVersion,
    created: undefined,
    base: parent?.name,
    dockerfile: undefined,
    layers: Uint32Array.from([...(parent?.layers ?? []), own]),
  });
  return 1;
}

function byName(names: readonly string[]): (image: FleetImage) => boolean {
  const set = new Set(names);
  return ({ name }) => set.has(name);
}
