// Layers that the spec does not allow, or that say nothing which all engines can be told: they are refused by name, since a
// rewritten image would hide what was wrong with them.

import { ENTRY_KIND, pathText } from '../../contents/facts/layer-facts.ts';
import { hasOverlayXattr, isZeroDevice } from '../../contents/view/entry-attributes.ts';
import { layerOf, locateEntry } from '../../contents/view/locate-entry.ts';
import { ABSENT } from '../../contents/view/path-tree.ts';
import {
  type Ambiguity,
  type AmbiguityKind,
  NO_ENTRY,
  nodePath,
  type SquashedView,
} from '../../contents/view/squashed-view.ts';
import { PlimsollError } from '../../errors.ts';

const REASONS: Readonly<Partial<Record<AmbiguityKind, string>>> = {
  'invalid-whiteout': 'has a whiteout without a name',
  'duplicate-path': 'has two entries for one path',
  'hardlink-without-target': 'has a hard link whose target is not there before it',
  'parent-is-no-directory': 'has an entry below something that is no folder',
  'symlink-circle': 'has an entry below symlinks that lead in a circle',
  'path-with-dots': "has an entry whose path holds '..'",
};

/** Throws IMAGE_UNSUPPORTED naming the layer and the path where a layer, from the base, is illegal. */
export function refuseIllegal(view: SquashedView, reference: string): void {
  const illegal = view.ambiguities.find((ambiguity) => isIllegal(view, ambiguity));
  if (illegal === undefined) return;
  const { kind, layer, entry } = illegal;
  throw refusal(reference, layer, `${REASONS[kind]}: '${pathText(view.layers[layer]!, entry)}'`);
}

/** Throws IMAGE_UNSUPPORTED where the view shows what one way of applying layers takes for a mark of its own. */
export function refuseMarks(view: SquashedView, reference: string): void {
  const { tree } = view;
  for (let node = 0; node < tree.nodeCount; node++) {
    const kind = tree.kinds[node]!;
    if (kind === ABSENT) continue;
    const shown = kind === ENTRY_KIND.directory ? view.shown[node]! : view.inodes[node]!;
    if (shown === NO_ENTRY) continue;
    const { facts, i } = locateEntry(view, shown);
    const layer = layerOf(view, shown);
    if (kind === ENTRY_KIND.character && isZeroDevice(facts, i))
      throw refusal(
        reference,
        layer,
        `has the device 0:0 '${nodePath(view, node)}', which overlay file systems take for a whiteout`,
      );
    if (hasOverlayXattr(facts, i))
      throw refusal(
        reference,
        layer,
        `gives '${nodePath(view, node)}' an extended attribute of overlay file systems (trusted.overlay)`,
      );
  }
}

/** Marks in folders that are none hide nothing; engines pass over them. */
function isIllegal(view: SquashedView, { kind, layer, entry }: Ambiguity): boolean {
  if (REASONS[kind] === undefined) return false;
  if (kind !== 'parent-is-no-directory' && kind !== 'symlink-circle') return true;
  const entryKind = view.layers[layer]!.kinds[entry];
  return entryKind !== ENTRY_KIND.whiteout && entryKind !== ENTRY_KIND.opaque;
}

function refusal(reference: string, layer: number, what: string): PlimsollError {
  return new PlimsollError('IMAGE_UNSUPPORTED', `layer ${layer} ${what}`, {
    subject: reference,
    hint: 'Engines disagree about such a layer or refuse it; build the image again.',
  });
}
