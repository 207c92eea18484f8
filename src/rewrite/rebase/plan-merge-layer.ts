// The one small layer on top of a rebased image: merged files, and folders whose attributes the application's layers would set
// back to those of the old base.
import { decodeXattrs } from '../../contents/facts/decode-xattrs.ts';
import { xattrsOf } from '../../contents/facts/layer-facts.ts';
import { locateEntry } from '../../contents/view/locate-entry.ts';
import { NO_NODE } from '../../contents/view/path-tree.ts';
import { NO_ENTRY } from '../../contents/view/squashed-view.ts';
import { PlimsollError } from '../../errors.ts';
import type { LayerPlan, MadeItem } from '../layer-plan.ts';
import { LayerPlanner } from '../layer-planner.ts';
import type { MergedFile } from './merge-shared.ts';
import type { PathChange, RebaseViews } from './rebase-views.ts';
import type { StackedImage } from './stacked-view.ts';

const SLASH = 0x2f;

/** Plans the layer over the stacked view; undefined where there is nothing to put right. */
export function planMergeLayer(
  { view }: StackedImage,
  views: RebaseViews,
  files: readonly MergedFile[],
  folders: readonly PathChange[],
): LayerPlan | undefined {
  if (files.length + folders.length === 0) return undefined;
  const planner = new LayerPlanner({ stack: view, tree: view.tree, describe: (node) => view.shown[node]! });
  for (const folder of folders) {
    const node = findNode(view, views.image.tree.pathBytes(folder.inImage));
    if (!planner.has(node)) planner.addMade(node, describeFolder(views, folder));
  }
  for (const { path, content, attributes } of files) {
    const { xattrs, ...plain } = attributes;
    planner.addMade(findNode(view, Buffer.from(path)), {
      kind: 'file',
      ...plain,
      xattrs: decodeXattrs(xattrs),
      content,
    });
  }
  return planner.finish();
}

function describeFolder({ new: newBase }: RebaseViews, { inNew }: PathChange): MadeItem {
  const entry = newBase.shown[inNew]!;
  if (entry === NO_ENTRY) return { kind: 'directory', mode: 0o755 };
  const { facts, i } = locateEntry(newBase, entry);
  return {
    kind: 'directory',
    mode: facts.modes[i]!,
    uid: facts.uids[i]!,
    gid: facts.gids[i]!,
    mtimeSeconds: Math.floor(facts.mtimes[i]!),
    xattrs: decodeXattrs(xattrsOf(facts, i)),
  };
}

/** The application's layers wrote at the path, so it is there. */
function findNode({ tree }: StackedImage['view'], path: Uint8Array): number {
  let node = 0;
  for (let start = 0; start < path.length; ) {
    const slash = path.indexOf(SLASH, start);
    const end = slash === -1 ? path.length : slash;
    node = tree.find(node, path, start, end);
    if (node === NO_NODE) throw new PlimsollError('INTERNAL', 'a path to be merged is not there');
    start = end + 1;
  }
  return node;
}
