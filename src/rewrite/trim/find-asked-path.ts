// The path that a user asks about, as the image has it: links among its folders are followed, as a program would.
import { NO_NODE } from '../../contents/view/path-tree.ts';
import { nodePath, type SquashedView } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';

const WALK_LIMIT_BYTES = 1024 * 1024;

/** Without a leading slash; null where the image shows nothing there. */
export function findAskedPath(view: SquashedView, path: string): string | null {
  const bytes = Buffer.from(path.replace(/^\/+|\/+$/g, '').replace(/\/{2,}/g, '/'));
  const node = new ViewFinder(view, WALK_LIMIT_BYTES).find(bytes, 0, bytes.length);
  return node === NO_NODE ? null : nodePath(view, node);
}
