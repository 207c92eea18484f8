// What a walk of a context hands out.

/** What an entry is; a device, a FIFO and a socket are `special`. */
export type EntryKind = 'file' | 'folder' | 'symlink' | 'special';

/** One path that leaves the folder. */
export interface ContextEntry {
  /** From the context's root, without a leading slash; bytes that are not UTF-8 as path-text.ts has them. */
  readonly path: string;
  readonly kind: EntryKind;
  /** Of a file's content; 0 for all others and for a further name of a file that is sent already. */
  readonly sizeBytes: number;
  /** The path under which the same inode is sent already. */
  readonly hardLinkTo?: string;
  /** Our user may not read the file. */
  readonly isUnreadable?: true;
}

/** The topmost path of what an ignore file keeps back; below a folder that is not entered nothing is told. */
export interface IgnoredEntry {
  readonly path: string;
  /** The index in the exclude list of the pattern that decided. */
  readonly decidedBy: number;
  /** A folder that is entered for its exceptions, or a path inside one; else nothing below it was looked at. */
  readonly isEntered: boolean;
}
