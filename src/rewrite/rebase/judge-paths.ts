// Where the application's layers and the change of the base meet: path by path, what of the new base the application's files
// would hide, and what they stand on that is no longer there.
import { DIFFERS } from '../../contents/compare/compare-entries.ts';
import { NO_NODE } from '../../contents/view/path-tree.ts';
import { findSharedFile, isHarmless, LOADER_CACHE } from './merging/shared-files.ts';
import type { RebaseNote, RebaseNoteKind } from './rebase-note.ts';
import type { PathChange, RebaseViews } from './rebase-views.ts';

/** What is to be done about the paths that both sides changed. */
export interface JudgedPaths {
  readonly notes: readonly RebaseNote[];
  /** Files to be merged. */
  readonly shared: readonly PathChange[];
  /** Folders of which the application's layers only repeat what the old base had; the new base's attributes are put back. */
  readonly folders: readonly PathChange[];
  readonly writesLoaderCache: boolean;
}

const GROWN_NAMED = 3;
/** Attributes of folders that both create; one of the two wins, and nothing is hidden. */
const CONTENT_BITS = DIFFERS.type | DIFFERS.content | DIFFERS.target | DIFFERS.device;
/** Folders whose name carries the version of a language, so that a new version does not look into them. */
const ABI_FOLDER =
  /(?:^|\/)(?:python\d+\.\d+|ruby\/(?:gems|vendor_ruby|site_ruby)?\/?\d+\.\d+\.\d+|perl5?\/\d+\.\d+(?:\.\d+)?|no-debug-non-zts-\d+|php\/\d{8}|postgresql\/\d+|perl5\/(?:site|vendor)_perl\/\d+\.\d+(?:\.\d+)?|node_abi-\d+|jvm\/[^/]+|R\/\d+\.\d+|lua\/\d+\.\d+|guile\/\d+\.\d+|erlang\/lib\/erts-[\d.]+)(?:\/|$)/;

/** Judges all changes of the application's layers. */
export function judgePaths(views: RebaseViews): JudgedPaths {
  const notes: RebaseNote[] = [];
  const shared: PathChange[] = [];
  const folders: PathChange[] = [];
  let writesLoaderCache = false;
  const judge = new PathJudge(views, notes, shared, folders);
  for (const change of views.listChanges()) {
    if (change.path === LOADER_CACHE && change.kind === 'written') {
      const isSettled =
        change.inOld !== NO_NODE && change.inNew !== NO_NODE && views.compareBases(change) === 0;
      writesLoaderCache = !isSettled || writesLoaderCache;
      continue;
    }
    if (change.kind === 'deleted') judge.judgeDeletion(change);
    else if (views.isFolder(views.image, change.inImage)) judge.judgeFolder(change);
    else judge.judgeFile(change);
  }
  return { notes, shared, folders, writesLoaderCache };
}

class PathJudge {
  readonly #views: RebaseViews;
  readonly #notes: RebaseNote[];
  readonly #shared: PathChange[];
  readonly #folders: PathChange[];

  constructor(views: RebaseViews, notes: RebaseNote[], shared: PathChange[], folders: PathChange[]) {
    this.#views = views;
    this.#notes = notes;
    this.#shared = shared;
    this.#folders = folders;
  }

  judgeFile(change: PathChange): void {
    const { inOld, inNew, path } = change;
    const views = this.#views;
    if (inNew === NO_NODE) {
      if (inOld === NO_NODE) this.#judgeParent(change);
      else if (!isHarmless(path))
        this.#note(
          change,
          'checked',
          'orphaned-edit',
          'the new base no longer has the file that was changed here',
        );
      return;
    }
    if (inOld !== NO_NODE && views.compareBases(change) === 0) return;
    if (views.isFolder(views.new, inNew)) {
      this.#note(change, 'conflict', 'changed-type', 'it is a folder in the new base');
      return;
    }
    const bits = views.compareWithNew(change);
    if (bits === 0) {
      this.#note(change, 'checked', 'same-addition', 'the new base has the very same file');
      return;
    }
    if (findSharedFile(path) !== undefined) this.#shared.push(change);
    else if (isHarmless(path))
      this.#note(change, 'checked', 'harmless-mask', 'the old content stays; nothing depends on it');
    else if (inOld === NO_NODE)
      this.#note(
        change,
        'conflict',
        'path-taken',
        'the new base has another file here, which would be hidden',
      );
    else
      this.#note(
        change,
        'conflict',
        'masked-change',
        'the new base changed the file, and the change would be hidden',
      );
  }

  judgeFolder(change: PathChange): void {
    const { inOld, inNew } = change;
    const views = this.#views;
    const wasFolder = views.isFolder(views.old, inOld);
    if (inNew === NO_NODE) {
      if (wasFolder) this.#noteLostFolder(change);
      return;
    }
    if (inOld !== NO_NODE && views.compareBases(change) === 0) return;
    if (!views.isFolder(views.new, inNew)) {
      this.#note(change, 'conflict', 'changed-type', 'it is no folder in the new base');
      return;
    }
    if (views.compareWithNew(change) === 0) return;
    const isRepeated = wasFolder && views.compareWithOld(change) === 0;
    if (isRepeated) this.#folders.push(change);
    else if (wasFolder)
      this.#note(change, 'conflict', 'masked-change', "both changed the folder's mode, owner or attributes");
    else if ((views.compareWithNew(change) & CONTENT_BITS) === 0)
      this.#note(
        change,
        'conflict',
        'path-taken',
        'the new base has the folder too, with another mode, owner or attributes',
      );
  }

  judgeDeletion(change: PathChange): void {
    const { inNew } = change;
    const views = this.#views;
    if (inNew === NO_NODE) {
      if (!isHarmless(change.path))
        this.#note(change, 'checked', 'deleted-twice', 'the new base no longer has what was deleted here');
      return;
    }
    if (views.isFolder(views.new, inNew)) {
      const grown = views.listGrown(change, GROWN_NAMED + 1).filter((path) => !isHarmless(path));
      if (grown.length > 0) {
        const named = grown.slice(0, GROWN_NAMED).join(', ');
        const more = grown.length > GROWN_NAMED ? ' and more' : '';
        this.#note(
          change,
          'conflict',
          'deletion-grew',
          `the new base has more below it, which would go too: ${named}${more}`,
        );
        return;
      }
    }
    if (views.compareBases(change) !== 0 && !isHarmless(change.path))
      this.#note(
        change,
        'checked',
        'deleted-change',
        'it was deleted, and stays so; the new base changed it',
      );
  }

  /** A new file whose folder the application's layers have no entry for: the base must have it. */
  #judgeParent(change: PathChange): void {
    const parent = this.#views.findLostParent(change);
    if (parent !== undefined) this.#noteLostFolder({ ...change, path: parent });
  }

  #noteLostFolder(change: PathChange): void {
    if (ABI_FOLDER.test(change.path))
      this.#note(
        change,
        'conflict',
        'language-abi',
        'the new base has no such folder: its version of the language looks elsewhere',
      );
    else if (!isHarmless(`${change.path}/`))
      this.#note(change, 'checked', 'lost-folder', 'the new base no longer has the folder');
  }

  #note({ path }: PathChange, level: RebaseNote['level'], kind: RebaseNoteKind, message: string): void {
    this.#notes.push({ kind, level, message, path });
  }
}
