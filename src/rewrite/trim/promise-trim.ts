// What a trimmed image is to show, as a view: that of the image without what goes, and with the new databases in place.

import { Readable } from 'node:stream';
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { scanStream } from '../../contents/scan/scan-layer.ts';
import { squashLayers } from '../../contents/view/squash-layers.ts';
import type { SquashedView } from '../../contents/view/squashed-view.ts';
import { writeTar } from '../../oci/tar/write-tar.ts';
import type { MadeItem } from '../layer-plan.ts';
import { mapNodes } from '../map-nodes.ts';

/** The masked view, and the contents that are new, by nodes of the original view. */
export interface MadeFacts {
  readonly view: SquashedView;
  readonly original: SquashedView;
  readonly changes: ReadonlyMap<number, MadeItem>;
}

/** The promised view. Its layers are the image's and one more, which holds the new contents for comparing. */
export async function promiseTrim({ view, original, changes }: MadeFacts): Promise<SquashedView> {
  if (changes.size === 0) return view;
  const nodes = [...changes.keys()];
  const items = nodes.map((node) => ({ ...changes.get(node)!, path: original.tree.pathBytes(node) }));
  const { facts } = await scanStream(Readable.from([writeTar(items)]), {
    readings: { packages: false, secretRules: null },
  });
  const added = squashLayers([...view.layers, facts]);
  const firstAdded = added.entryBases[view.layers.length]!;
  const places = mapNodes(original.tree, view.tree);
  const inodes = view.inodes.slice();
  const shown = view.shown.slice();
  for (const [i, node] of nodes.entries()) {
    const place = places[node]!;
    if (view.tree.kinds[place] !== ENTRY_KIND.file) continue;
    inodes[place] = firstAdded + i;
    shown[place] = firstAdded + i;
  }
  return { ...view, layers: added.layers, entryBases: added.entryBases, inodes, shown };
}
