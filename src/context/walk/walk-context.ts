// Walks a folder as a builder does (fsutil's filterFS.Walk, moby's archive, buildah's copier, kaniko's CopyDir): in order,
// entering what is not pruned, folders before what is in them. Synchronous, because Node's asynchronous calls take ten times
// as long; types come with the names, so that only files that are sent cost a call of their own.
import { closeSync, lstatSync, openSync, type Stats } from 'node:fs';
import { PlimsollError } from '../../errors.ts';
import type { EngineRules } from '../engines/engine-rules.ts';
import { matchPath, matchUsingParentResults, type ParentResults } from '../ignore/match-path.ts';
import type { PatternList } from '../ignore/pattern-list.ts';
import { decideIncludePruning, decidePruning } from '../ignore/prune-folder.ts';
import { asFilePath } from '../path-text.ts';
import type { ContextEntry, EntryKind, IgnoredEntry } from './context-entry.ts';
import { type NamedEntry, readNames } from './read-names.ts';

/** What to walk, and who is told. */
export interface WalkOptions {
  readonly folder: string;
  readonly rules: EngineRules;
  /** Paths that match are left out. */
  readonly excludes: PatternList | undefined;
  /** Only paths that match are sent; undefined for all. */
  readonly includes: PatternList | undefined;
  /** Only this path, the folders on the way to it and what is below are looked at. */
  readonly within?: string;
  readonly onSent: (entry: ContextEntry) => void;
  readonly onIgnored?: (entry: IgnoredEntry) => void;
  /** Told of each file whose content is sent, right before `onSent` is. */
  readonly onFile?: (path: string, stat: Stats) => void;
  /** Where the walk begins; undefined for the context's root. */
  readonly from?: WalkPart;
  /** Told of each path whose inode has further names, right before `onSent` is, which does not know `hardLinkTo` then. */
  readonly onLinked?: (inode: number | bigint) => void;
  /** Asked before a folder is entered; what it takes is not entered. `unsent` are folders to be sent before anything in it. */
  readonly leaves?: (part: WalkPart, unsent: readonly string[]) => boolean;
  /** What our user may not look into counts as empty; else the walk ends there as the builder's does. */
  readonly passesUnreadable?: true;
  readonly signal?: AbortSignal;
}

/** A folder to walk, with all that a walk must know of what is above it. */
export interface WalkPart {
  readonly path: string;
  /** Something in it may be sent though it is not. */
  readonly isSkipped: boolean;
  readonly excludeResults: ParentResults | undefined;
  readonly includeResults: ParentResults | undefined;
}

/** A folder on the way down that is not sent itself, until something in it is. */
interface OpenFolder extends WalkPart {
  readonly parent: OpenFolder | undefined;
  isSent: boolean;
}

const FILE_TYPE = 0o170000;
const KINDS: ReadonlyMap<number, EntryKind> = new Map([
  [0o100000, 'file'],
  [0o120000, 'symlink'],
]);
const OR_UNDEFINED = { throwIfNoEntry: false } as const;
const SOCKET = 0o140000;
const READABLE_BY_ALL = 0o444;

/** Walks the whole folder; throws CONTEXT_UNREADABLE where the builder fails. */
export function walkContext(options: WalkOptions): void {
  const { from } = options;
  new ContextWalk(options).walk(
    from === undefined ? undefined : { ...from, parent: undefined, isSent: true },
  );
}

class ContextWalk {
  readonly #options: WalkOptions;
  readonly #excludes: PatternList | undefined;
  readonly #includes: PatternList | undefined;
  readonly #isPruned: (folder: string) => boolean;
  readonly #isIncludePruned: (folder: string) => boolean;
  readonly #hasBrokenExcludes: boolean;
  readonly #excludeScratch: Uint8Array;
  readonly #includeScratch: Uint8Array;
  readonly #within: string | undefined;
  readonly #root: string;
  readonly #firstNames = new Map<number | bigint, string>();

  constructor(options: WalkOptions) {
    this.#options = options;
    this.#root = `${options.folder}/`;
    const { excludes, includes } = options;
    this.#excludes = excludes !== undefined && excludes.patterns.length > 0 ? excludes : undefined;
    this.#includes = includes !== undefined && includes.patterns.length > 0 ? includes : undefined;
    this.#isPruned = excludes === undefined ? () => true : decidePruning(excludes, options.rules.pruning);
    this.#isIncludePruned = includes === undefined ? () => true : decideIncludePruning(includes);
    this.#hasBrokenExcludes = excludes?.patterns.some(({ matcher }) => matcher.kind === 'broken') ?? false;
    // A broken pattern ends the build at any path.
    this.#within = this.#hasBrokenExcludes ? undefined : options.within;
    this.#excludeScratch = new Uint8Array(excludes?.patterns.length ?? 0);
    this.#includeScratch = new Uint8Array(includes?.patterns.length ?? 0);
  }

  walk(folder: OpenFolder | undefined): void {
    this.#options.signal?.throwIfAborted();
    const prefix = folder === undefined ? '' : `${folder.path}/`;
    const fullPrefix = this.#root + prefix;
    // A path is cut out of the one that the system is asked about, so that both share their letters.
    for (const entry of this.#nextTo(prefix) ?? this.#readNames(folder))
      this.#visit((fullPrefix + entry.name).slice(this.#root.length), entry.isDirectory(), folder);
  }

  #visit(path: string, isFolder: boolean, folder: OpenFolder | undefined): void {
    const isIncluded = this.#isIncluded(path, folder);
    // Files that are not wanted are asked about all the same where a pattern is broken: it ends the build at any of them.
    if (!isIncluded && this.#isIncludePruned(path) && !(this.#hasBrokenExcludes && !isFolder)) return;
    const decidedBy = this.#excludedBy(path, folder);
    const isSkipped = !isIncluded || decidedBy !== -1;
    // A path that is pruned is left alone, whatever it is.
    const isLeft = decidedBy !== -1 && this.#isPruned(path);
    if (decidedBy !== -1) this.#options.onIgnored?.({ path, decidedBy, isEntered: !isLeft });
    if (isLeft) return;
    if (!isFolder) {
      if (!isSkipped) this.#sendFile(path, folder);
      return;
    }
    if (!isSkipped) {
      this.#sendFolders(folder);
      this.#options.onSent({ path, kind: 'folder', sizeBytes: 0 });
    }
    const inner: OpenFolder = {
      path,
      parent: folder,
      isSent: !isSkipped,
      isSkipped,
      excludeResults: this.#excludes === undefined ? undefined : this.#excludeScratch.slice(),
      includeResults: this.#includes === undefined ? undefined : this.#includeScratch.slice(),
    };
    const { leaves } = this.#options;
    if (leaves === undefined || !leaves(inner, listUnsent(inner))) this.walk(inner);
  }

  #isIncluded(path: string, folder: OpenFolder | undefined): boolean {
    if (this.#includes === undefined) return true;
    this.#includeScratch.fill(0);
    return matchUsingParentResults(this.#includes, path, folder?.includeResults, this.#includeScratch) >= 0;
  }

  /** The index of the pattern that ignores the path, or -1. */
  #excludedBy(path: string, folder: OpenFolder | undefined): number {
    if (this.#excludes === undefined) return -1;
    const { matching, onInvalidList } = this.#options.rules;
    if (matching === 'parent results') {
      this.#excludeScratch.fill(0);
      return Math.max(
        -1,
        matchUsingParentResults(this.#excludes, path, folder?.excludeResults, this.#excludeScratch),
      );
    }
    try {
      const { isMatched, decidedBy } = matchPath(this.#excludes, path, matching);
      return isMatched ? decidedBy : -1;
    } catch (error) {
      if (onInvalidList === 'ignores nothing' && error instanceof PlimsollError) return -1;
      throw error;
    }
  }

  /** What is no folder: a file, a link, or whatever else. */
  #sendFile(path: string, folder: OpenFolder | undefined): void {
    const stat = this.#stat(path);
    if (stat === undefined) return;
    const type = stat.mode & FILE_TYPE;
    if (type === SOCKET && this.#options.rules.sockets === 'left out') return;
    this.#sendFolders(folder);
    this.#options.onSent(this.#entry(path, KINDS.get(type) ?? 'special', stat));
  }

  /** Folders that were skipped themselves are sent before the first thing in them. */
  #sendFolders(folder: OpenFolder | undefined): void {
    if (folder === undefined || folder.isSent) return;
    this.#sendFolders(folder.parent);
    folder.isSent = true;
    this.#options.onSent({ path: folder.path, kind: 'folder', sizeBytes: 0 });
  }

  #entry(path: string, kind: EntryKind, stat: Stats): ContextEntry {
    if (stat.nlink > 1) {
      const inode = Number.isSafeInteger(stat.ino) ? stat.ino : this.#bigInode(path);
      const hardLinkTo = this.#firstNames.get(inode);
      if (hardLinkTo !== undefined) return { path, kind, sizeBytes: 0, hardLinkTo };
      if (this.#options.onLinked === undefined) this.#firstNames.set(inode, path);
      else this.#options.onLinked(inode);
    }
    if (kind !== 'file') return { path, kind, sizeBytes: 0 };
    if ((stat.mode & READABLE_BY_ALL) === READABLE_BY_ALL || this.#isReadable(path)) {
      this.#options.onFile?.(path, stat);
      return { path, kind, sizeBytes: stat.size };
    }
    if (this.#options.rules.onUnreadableFile === 'fails')
      throw unreadable('the file cannot be read', this.#fullPath(path), undefined);
    return { path, kind, sizeBytes: 0, isUnreadable: true };
  }

  #bigInode(path: string): bigint {
    return lstatSync(asFilePath(this.#fullPath(path)), { bigint: true }).ino;
  }

  #isReadable(path: string): boolean {
    try {
      closeSync(openSync(asFilePath(this.#fullPath(path)), 'r'));
      return true;
    } catch {
      return false;
    }
  }

  #stat(path: string): Stats | undefined {
    const fullPath = this.#fullPath(path);
    try {
      return lstatSync(asFilePath(fullPath), OR_UNDEFINED);
    } catch (error) {
      if (this.#options.passesUnreadable && isPermission(error)) return undefined;
      throw unreadable('cannot be looked at', fullPath, error);
    }
  }

  /** The one name on the way to what is looked at; undefined where all names count. */
  #nextTo(prefix: string): readonly NamedEntry[] | undefined {
    const within = this.#within;
    if (within === undefined || !within.startsWith(prefix)) return undefined;
    const [name = ''] = within.slice(prefix.length).split('/');
    const stat = this.#stat(prefix + name);
    return stat === undefined ? [] : [{ name, isDirectory: () => stat.isDirectory() }];
  }

  #readNames(folder: OpenFolder | undefined): readonly NamedEntry[] {
    const fullPath = folder === undefined ? this.#options.folder : this.#fullPath(folder.path);
    try {
      return readNames(asFilePath(fullPath));
    } catch (error) {
      if (isGone(error)) return [];
      if ((folder?.isSkipped || this.#options.passesUnreadable) && isPermission(error)) return [];
      throw unreadable('the folder cannot be read', fullPath, error);
    }
  }

  #fullPath(path: string): string {
    return this.#root + path;
  }
}

/** The folders that are sent before the first thing in this one, from the outermost. */
function listUnsent(folder: OpenFolder | undefined): readonly string[] {
  return folder === undefined || folder.isSent ? [] : [...listUnsent(folder.parent), folder.path];
}

function isPermission(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EACCES' || code === 'EPERM';
}

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function unreadable(message: string, path: string, cause: unknown): PlimsollError {
  return new PlimsollError('CONTEXT_UNREADABLE', message, {
    subject: path,
    cause,
    hint: 'The build fails here too. Make it readable, or write it into the ignore file.',
  });
}
