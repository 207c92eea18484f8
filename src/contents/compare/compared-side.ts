// One of two images while their files are compared.

import { decodeBytes, ENTRY_KIND } from '../facts/layer-facts.ts';
import type { ImageContents } from '../image-contents.ts';
import { NO_OWNER } from '../packages/inventory.ts';
import { linkBytes, locateEntry } from '../view/locate-entry.ts';
import { NO_ENTRY, type SquashedView } from '../view/squashed-view.ts';
import { entryAt } from './compare-entries.ts';
import type { FileBytes } from './file-bytes.ts';
import type { FileState, VisibleBytes } from './file-difference.ts';

/** What is compared of an image. */
export type ComparedImage = Pick<ImageContents, 'view' | 'inventory'>;

/** An image, what the other has of its paths, and what each path counts. */
export interface ComparedSide {
  readonly view: SquashedView;
  readonly packages: ComparedImage['inventory']['packages'];
  readonly owners: Int32Array;
  /** For each node, the other image's at the same path, or NO_NODE. */
  readonly partners: Int32Array;
  readonly bytes: FileBytes;
}

const TYPES: Readonly<Record<number, FileState['type']>> = {
  [ENTRY_KIND.file]: 'file',
  [ENTRY_KIND.symlink]: 'symlink',
  [ENTRY_KIND.character]: 'character',
  [ENTRY_KIND.block]: 'block',
  [ENTRY_KIND.directory]: 'directory',
  [ENTRY_KIND.fifo]: 'fifo',
};

/** What the image shows at a node that shows something. */
export function stateAt({ view, packages, owners, bytes }: ComparedSide, node: number): FileState {
  const kind = view.tree.kinds[node]!;
  const entry = entryAt(view, node);
  const owner = owners[node] ?? NO_OWNER;
  const known = {
    type: TYPES[kind]!,
    bytes: bytes.at(node),
    package: owner === NO_OWNER ? null : packages[owner]!.purl,
  };
  // A directory that no layer has an entry for is made by the engine.
  if (entry === NO_ENTRY) return { ...known, mode: 0o755, uid: 0, gid: 0, target: null };
  const { facts, i } = locateEntry(view, entry);
  const link = kind === ENTRY_KIND.symlink ? linkBytes(facts, i) : undefined;
  return {
    ...known,
    mode: link === undefined ? facts.modes[i]! : 0o777,
    uid: facts.uids[i]!,
    gid: facts.gids[i]!,
    target: link === undefined ? null : decodeBytes(link, 0, link.length),
  };
}

/** The bytes of all that the image shows. */
export function sumVisible({ view, owners, bytes }: ComparedSide): VisibleBytes {
  let all = 0;
  let packaged = 0;
  for (let node = 0; node < view.tree.nodeCount; node++) {
    const counted = bytes.at(node);
    all += counted;
    if (owners[node] !== NO_OWNER) packaged += counted;
  }
  return { bytes: all, packagedBytes: packaged };
}
