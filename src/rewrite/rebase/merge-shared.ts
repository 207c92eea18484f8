// Merges the files that both sides write as a matter of course: reads their three versions and keeps what comes of them.
import type { LayerFacts } from '../../contents/facts/layer-facts.ts';
import { xattrsOf } from '../../contents/facts/layer-facts.ts';
import { readNodes } from '../../contents/read-nodes.ts';
import { locateEntry } from '../../contents/view/locate-entry.ts';
import { NO_NODE } from '../../contents/view/path-tree.ts';
import { findSharedFile } from './merging/shared-files.ts';
import type { RebaseNote } from './rebase-note.ts';
import type { RebaseSubject } from './rebase-side.ts';
import type { PathChange, RebaseViews } from './rebase-views.ts';

/** A file of the merge layer. */
export interface MergedFile {
  readonly path: string;
  readonly content: Buffer;
  readonly attributes: MergedAttributes;
}

/** What an entry has beside its content. */
export interface MergedAttributes {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeSeconds: number;
  /** Encoded as facts have them. */
  readonly xattrs: Uint8Array;
}

/** What was merged, and what that means. */
export interface MergedFiles {
  readonly files: readonly MergedFile[];
  readonly notes: readonly RebaseNote[];
}

const FILE_LIMIT_BYTES = 64 * 2 ** 20;
const CLASHES_NAMED = 5;

/** Merges the files; one that clashes or is too large becomes a conflict. Throws as reading layers does. */
export async function mergeShared(
  { image, newBase }: RebaseSubject,
  views: RebaseViews,
  shared: readonly PathChange[],
  signal?: AbortSignal,
): Promise<MergedFiles> {
  const options = { limitBytes: FILE_LIMIT_BYTES, ...(signal === undefined ? {} : { signal }) };
  const ofImage = (layer: number) => ({ image: image.opened, layer });
  const ofNew = (layer: number) => ({ image: newBase.opened, layer });
  const pick = (node: 'inOld' | 'inImage' | 'inNew'): readonly number[] =>
    shared.map((change) => change[node]).filter((found) => found !== NO_NODE);
  const old = await readNodes(views.old, pick('inOld'), ofImage, options);
  const mine = await readNodes(views.image, pick('inImage'), ofImage, options);
  const theirs = await readNodes(views.new, pick('inNew'), ofNew, options);
  const files: MergedFile[] = [];
  const notes: RebaseNote[] = [];
  for (const change of shared) {
    const { path, inOld, inImage, inNew } = change;
    const file = findSharedFile(path)!;
    const versions = { old: old.get(inOld), mine: mine.get(inImage), theirs: theirs.get(inNew) };
    const isRead = versions.mine !== undefined && versions.theirs !== undefined;
    if (!isRead || (inOld !== NO_NODE && versions.old === undefined)) {
      const message = `${file.what} cannot be merged: one of the three is no regular file, or too large`;
      notes.push({ kind: 'unmerged-file', level: 'conflict', message, path });
      continue;
    }
    const result = file.merge(versions);
    if (result.kind === 'clash') {
      const named = result.what.slice(0, CLASHES_NAMED).join(', ');
      const more =
        result.what.length > CLASHES_NAMED ? ` and ${result.what.length - CLASHES_NAMED} more` : '';
      const message = `both changed ${file.what} differently: ${named}${more}`;
      notes.push({ kind: 'unmerged-file', level: 'conflict', message, path });
      continue;
    }
    notes.push({ kind: 'merged-file', level: 'checked', message: `merged: ${file.what}`, path });
    files.push({ path, content: result.content, attributes: attributesOf(views, change) });
  }
  return { files, notes };
}

/** The new base's, unless the application changed them; of the times the later one. */
export function attributesOf(views: RebaseViews, { inOld, inImage, inNew }: PathChange): MergedAttributes {
  const mine = locateEntry(views.image, views.image.inodes[inImage]!);
  const theirs = locateEntry(views.new, views.new.inodes[inNew]!);
  const old = inOld === NO_NODE ? undefined : locateEntry(views.old, views.old.inodes[inOld]!);
  const isChanged = old === undefined || !haveSameOwner(mine.facts, mine.i, old.facts, old.i);
  const { facts, i } = isChanged ? mine : theirs;
  return {
    mode: facts.modes[i]!,
    uid: facts.uids[i]!,
    gid: facts.gids[i]!,
    mtimeSeconds: Math.floor(Math.max(mine.facts.mtimes[mine.i]!, theirs.facts.mtimes[theirs.i]!)),
    xattrs: xattrsOf(facts, i),
  };
}

function haveSameOwner(a: LayerFacts, i: number, b: LayerFacts, j: number): boolean {
  return a.modes[i] === b.modes[j] && a.uids[i] === b.uids[j] && a.gids[i] === b.gids[j];
}
