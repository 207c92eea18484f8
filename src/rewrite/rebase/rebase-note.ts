// What rebasing found: each note is one reason why the result is proven, was checked only, or cannot be.

/** `conflict` writes nothing; `checked` names what was merged or looked at; without any note the rebase is proven. */
export type RebaseLevel = 'checked' | 'conflict';

/** The verdict on a rebase: the worst of its notes. */
export type RebaseVerdict = 'proven' | 'checked' | 'conflict';

/** What a note is about. */
export type RebaseNoteKind =
  | 'platform'
  | 'too-many-layers'
  // paths
  | 'masked-change'
  | 'harmless-mask'
  | 'path-taken'
  | 'same-addition'
  | 'orphaned-edit'
  | 'changed-type'
  | 'deletion-grew'
  | 'deleted-change'
  | 'deleted-twice'
  | 'folder-attributes'
  | 'lost-folder'
  | 'lost-link'
  | 'ambiguous-layer'
  | 'unexplained-path'
  // what both sides write
  | 'merged-file'
  | 'unmerged-file'
  | 'loader-cache'
  // what runs
  | 'lost-library'
  | 'lost-symbol'
  | 'unchecked-library'
  | 'lost-interpreter'
  | 'lost-program'
  | 'language-abi'
  | 'unmet-dependency'
  | 'refused-package'
  | 'lost-user'
  | 'moved-user'
  // the config
  | 'merged-config'
  | 'config-clash';

/** One reason. */
export interface RebaseNote {
  readonly kind: RebaseNoteKind;
  readonly level: RebaseLevel;
  /** One sentence without the path. */
  readonly message: string;
  /** Without a leading slash; null where it is about no path. */
  readonly path: string | null;
}

/** The verdict that notes come to. */
export function judgeNotes(notes: readonly RebaseNote[]): RebaseVerdict {
  if (notes.some(({ level }) => level === 'conflict')) return 'conflict';
  return notes.length > 0 ? 'checked' : 'proven';
}
