// Symbolic links of the application's layers: those that led somewhere still do.
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { followNode } from '../../contents/view/follow-link.ts';
import { NO_NODE } from '../../contents/view/path-tree.ts';
import { nodePath, type SquashedView } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import type { RebaseNote } from './rebase-note.ts';
import type { RebaseViews } from './rebase-views.ts';

const WALK_LIMIT_BYTES = 64 * 2 ** 20;

/** Judges them; `result` is what the rebased image shows. */
export function judgeLinks(views: RebaseViews, result: SquashedView): readonly RebaseNote[] {
  const notes: RebaseNote[] = [];
  const { image } = views;
  const before = new ViewFinder(image, WALK_LIMIT_BYTES);
  const after = new ViewFinder(result, WALK_LIMIT_BYTES);
  for (let node = 1; node < image.tree.nodeCount; node++) {
    if (image.tree.kinds[node] !== ENTRY_KIND.symlink || !views.isOwn(node)) continue;
    if (followNode(image, before, node).length === 0) continue;
    const bytes = image.tree.pathBytes(node);
    const found = after.find(bytes, 0, bytes.length);
    if (found !== NO_NODE && followNode(result, after, found).length > 0) continue;
    const message = 'the link leads nowhere any more';
    notes.push({ kind: 'lost-link', level: 'conflict', path: nodePath(image, node), message });
  }
  return notes;
}
