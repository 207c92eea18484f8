// What the comparison of two images' files says, as plain data.

/** How a path differs: `attributes` where its content is the same and only what is said of it is not. */
export type FileChange = 'added' | 'removed' | 'type' | 'content' | 'attributes';

/** All changes, in the order in which they are told. */
export const FILE_CHANGES: readonly FileChange[] = ['added', 'removed', 'type', 'content', 'attributes'];

/** An attribute that differs; `links` where hard links lie another way, so that the path counts its bytes in one image only. */
export type FileAttribute = 'mode' | 'owner' | 'target' | 'device' | 'xattrs' | 'links';

/** What an image shows at a path. */
export interface FileState {
  readonly type: 'file' | 'directory' | 'symlink' | 'character' | 'block' | 'fifo';
  /** Counted at this path: 0 for what is no regular file, and for the further names of a hard link group. */
  readonly bytes: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** A symlink's target, as it is stored. */
  readonly target: string | null;
  /** The package URL of the installed package that has it. */
  readonly package: string | null;
}

/** One path that differs; without a leading slash, the root's is empty. */
export interface FileDifference {
  readonly path: string;
  readonly change: FileChange;
  /** What differs beside content and type. */
  readonly attributes: readonly FileAttribute[];
  readonly inA: FileState | null;
  readonly inB: FileState | null;
}

/**
 * Files of no package that differ: a changed file; or those that only one image has in a folder, which is the topmost one that
 * the other has not, as long as no package has a file below it. A single file is named itself.
 */
export interface FileGroup {
  readonly path: string;
  readonly change: Exclude<FileChange, 'attributes'>;
  readonly fileCount: number;
  readonly bytesInA: number;
  readonly bytesInB: number;
}

/** Sums over all paths of one change. */
export interface ChangeTotals {
  /** Whatever is no directory in one of the images. */
  readonly fileCount: number;
  readonly directoryCount: number;
  readonly bytesInA: number;
  readonly bytesInB: number;
}

/** What an image shows, in bytes; each file counts once, whatever its names. */
export interface VisibleBytes {
  readonly bytes: number;
  /** Those of files that an installed package has. */
  readonly packagedBytes: number;
}

/** The files of two images side by side. */
export interface FileComparison {
  readonly visibleInA: VisibleBytes;
  readonly visibleInB: VisibleBytes;
  /** The bytes in B less those in A, over all changes, are the difference of the visible bytes. */
  readonly totals: Readonly<Record<FileChange, ChangeTotals>>;
  /** Of each change the largest, up to a limit; then by path. */
  readonly differences: readonly FileDifference[];
  /** The largest groups, up to the same limit. */
  readonly groups: readonly FileGroup[];
  readonly groupCount: number;
}
