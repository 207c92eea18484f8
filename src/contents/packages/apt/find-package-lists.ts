// apt's package lists in an image's layers, those that a later layer hides among them: what was on offer when it was built.
import { ENTRY_KIND, pathText } from '../../facts/layer-facts.ts';
import type { SquashedView } from '../../view/squashed-view.ts';

/** The lists of one layer. */
export interface LayerLists {
  readonly layer: number;
  /** Entries within the layer, in the order of their names. */
  readonly lists: readonly { readonly entry: number; readonly path: string }[];
}

const FOLDER = Buffer.from('var/lib/apt/lists/');
const LIST = /^var\/lib\/apt\/lists\/[^/]+_binary-[a-z0-9]+_Packages(?:\.lz4|\.gz)?$/;

/** The lists of the topmost layer that has any for the architecture, or undefined. */
export function findPackageLists(view: SquashedView, architecture: string): LayerLists | undefined {
  for (let layer = view.layers.length - 1; layer >= 0; layer--) {
    const facts = view.layers[layer]!;
    const { pathBytes, pathEnds, entryCount, kinds } = facts;
    const bytes = Buffer.from(pathBytes.buffer, pathBytes.byteOffset, pathBytes.length);
    const lists: { entry: number; path: string }[] = [];
    for (let entry = 0; entry < entryCount; entry++) {
      const start = entry === 0 ? 0 : pathEnds[entry - 1]!;
      if (kinds[entry] !== ENTRY_KIND.file || pathEnds[entry]! - start <= FOLDER.length) continue;
      if (bytes.compare(FOLDER, 0, FOLDER.length, start, start + FOLDER.length) !== 0) continue;
      const path = pathText(facts, entry);
      if (LIST.test(path) && path.includes(`_binary-${architecture}_`)) lists.push({ entry, path });
    }
    if (lists.length > 0) return { layer, lists: lists.sort((a, b) => (a.path < b.path ? -1 : 1)) };
  }
  return undefined;
}
