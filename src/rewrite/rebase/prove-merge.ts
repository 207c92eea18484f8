// The proof that a stacked image is the three-way merge of file systems and nothing else (layers.md "P5"): each path is as the
// application left it where the application wrote, as the new base has it elsewhere, and merged only where that was said.
import { EntryComparer } from '../../contents/compare/compare-entries.ts';
import { pairPaths } from '../../contents/compare/pair-paths.ts';
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { ABSENT, NO_NODE } from '../../contents/view/path-tree.ts';
import { NO_ENTRY, nodePath, type SquashedView } from '../../contents/view/squashed-view.ts';
import type { RebaseViews } from './rebase-views.ts';
import type { StackedImage } from './stacked-view.ts';

/** How many paths are named at most; one is enough to refuse. */
const NAMED = 20;

/** The paths that are otherwise than a three-way merge makes them; `isSettled` are those that were merged on purpose, or do not matter. */
export function findUnexplained(
  views: RebaseViews,
  { view }: StackedImage,
  isSettled: (path: string) => boolean,
): readonly string[] {
  const found: string[] = [];
  const withImage = pairPaths(view.tree, views.image.tree);
  const withNew = pairPaths(view.tree, views.new.tree);
  const toImage = new EntryComparer(view, views.image);
  const toNew = new EntryComparer(view, views.new);
  for (let node = 0; node < view.tree.nodeCount && found.length < NAMED; node++) {
    if (view.tree.kinds[node] === ABSENT) continue;
    const inImage = withImage.inB[node]!;
    const inNew = withNew.inB[node]!;
    const isOwn = inImage !== NO_NODE && views.isOwn(inImage);
    const isAsNew = !isOwn && inNew !== NO_NODE && toNew.compare(node, inNew) === 0;
    // A folder that only the application's files imply.
    const isImplied = !isOwn && isImpliedFolder(view, node) && isImpliedFolder(views.image, inImage);
    const isRight = isOwn ? toImage.compare(node, inImage) === 0 : isAsNew || isImplied;
    if (!isRight && !isSettled(nodePath(view, node))) found.push(nodePath(view, node));
  }
  for (let node = 1; node < views.image.tree.nodeCount && found.length < NAMED; node++) {
    const isLost =
      views.image.tree.kinds[node] !== ABSENT && views.isOwn(node) && withImage.inA[node] === NO_NODE;
    if (isLost) found.push(nodePath(views.image, node));
  }
  const deleted = new Set<string>();
  for (const { kind, path } of views.listChanges()) if (kind === 'deleted') deleted.add(path);
  for (let node = 1; node < views.new.tree.nodeCount && found.length < NAMED; node++) {
    if (views.new.tree.kinds[node] === ABSENT || withNew.inA[node] !== NO_NODE) continue;
    const path = nodePath(views.new, node);
    if (!isWithin(path, deleted) && !isSettled(path)) found.push(path);
  }
  return found;
}

function isImpliedFolder({ tree, shown }: SquashedView, node: number): boolean {
  return node !== NO_NODE && tree.kinds[node] === ENTRY_KIND.directory && shown[node] === NO_ENTRY;
}

function isWithin(path: string, folders: ReadonlySet<string>): boolean {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1))
    if (folders.has(path.slice(0, end))) return true;
  return false;
}
