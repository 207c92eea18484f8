// The atoms of one image, put into the table of its fleet.
import { ENTRY_KIND } from '../../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../../contents/image-contents.ts';
import { type Inventory, type InventoryPackage, NO_OWNER } from '../../../contents/packages/inventory.ts';
import type { FileAttributes } from '../../../contents/view/changed-attributes.ts';
import { locateEntry } from '../../../contents/view/locate-entry.ts';
import { requirePath } from '../../describe-step.ts';
import { ShownNames } from '../../shown-names.ts';
import type { AtomTable } from './atom-table.ts';
import type { FolderFrames } from './folder-frames.ts';
import type { ShownEntries } from './shown-entries.ts';

/** What a fleet's atoms are gathered in. */
export interface AtomCollection {
  readonly table: AtomTable;
  readonly frames: FolderFrames;
  readonly entries: ShownEntries;
}

/** Adds the image; `changed` has files that are to be other than their entries say, by entry. */
export function listAtoms(
  { table, frames, entries }: AtomCollection,
  { view, inventory }: Pick<ImageContents, 'view' | 'inventory'>,
  changed: ReadonlyMap<number, FileAttributes> | undefined,
): void {
  const { tree, hiddenBy } = view;
  const names = new ShownNames(view);
  const nodeFrames = frames.number(view);
  const origins = inventory.packages.map(nameOrigin);
  const atoms: number[] = [];
  entries.addStack(view);
  for (let entry = 0; entry < hiddenBy.length; entry++) {
    const nodes = names.of(entry);
    if (nodes.length === 0) continue;
    entries.show(view, entry);
    if (tree.kinds[nodes[0]!] === ENTRY_KIND.directory) continue;
    const { facts, i } = locateEntry(view, entry);
    const place = {
      facts,
      i,
      paths: nodes.map((node) => requirePath(view, node)),
      frames: nodes.map((node) => nodeFrames[tree.parents[node]!]!),
      mtimeSeconds: Math.floor(changed?.get(entry)?.mtimeSeconds ?? facts.mtimes[i]!),
    };
    const owner = findOwner(inventory, nodes);
    atoms.push(table.add(place, owner === NO_OWNER ? undefined : origins[owner]));
  }
  table.addImage(Uint32Array.from(atoms));
}

/** The package that has all the names; NO_OWNER where there is none. */
function findOwner({ owners }: Inventory, nodes: readonly number[]): number {
  const owner = owners[nodes[0]!]!;
  return nodes.every((node) => owners[node] === owner) ? owner : NO_OWNER;
}

/** One package in one place; a language's package may be there several times. */
function nameOrigin({ purl, record, metadataPath }: InventoryPackage): string {
  const isOfSystem = ['deb', 'apk', 'rpm', 'opkg'].includes(record.type);
  const source = record.source === '' ? record.name : record.source;
  const { type, name, version } = record;
  return JSON.stringify([type, purl, isOfSystem ? '' : metadataPath, source, isOfSystem, `${name} ${version}`]);
}
