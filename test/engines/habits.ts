// Where umoci and containers/storage leave the spec, and each other. What they show then is exactly what the slow model
// shows with these habits; docs/decisions/layer-semantics.md is this table in prose.
import type { Habit } from '../contents/view/reference-model.ts';

export interface HabitRecord {
  readonly engine: 'umoci' | 'buildah';
  readonly does: string;
  /** The words of layer.md by which the view does otherwise. */
  readonly spec: string;
  /** Whether the view notes an ambiguity: not where only this engine's own copying is at fault. */
  readonly isNoted: boolean;
}

export const HABITS: Readonly<Record<Habit, HabitRecord>> = {
  'umoci-whiteout-keeps-attributes': {
    engine: 'umoci',
    does: "a whiteout or opaque marker after an entry below the hidden directory leaves the directory its lower layer's attributes",
    spec: 'is applied first ... regardless of the ordering in which the whiteout file was encountered',
    isNoted: true,
  },
  'storage-whiteout-hides-own': {
    engine: 'buildah',
    does: 'a whiteout after an entry of the same layer deletes that entry too',
    spec: 'Files that are present in the same layer as a whiteout file can only be hidden by whiteout files in subsequent layers.',
    isNoted: true,
  },
  'storage-opaque-keeps-literal-paths': {
    engine: 'buildah',
    does: 'an opaque marker keeps of its own layer only paths that had entries spelled just so: not folders implied by them, nor what lies in these',
    spec: 'is applied first ... regardless of the ordering in which the whiteout file was encountered',
    isNoted: true,
  },
  'storage-opaque-not-through-symlink': {
    engine: 'buildah',
    does: 'an opaque marker in a folder that is a symlink hides nothing',
    spec: 'all siblings are hidden in the lower layer',
    isNoted: true,
  },
  'storage-whiteout-makes-parents': {
    engine: 'buildah',
    does: 'a whiteout or opaque marker makes the folders it stands in',
    spec: 'Once a whiteout is applied, the whiteout itself MUST also be hidden.',
    isNoted: true,
  },
  'storage-link-sets-attributes': {
    engine: 'buildah',
    does: "a hard link's header changes mode, owner, time and extended attributes of the file for all its names",
    spec: 'Hardlinks are a POSIX concept for having one or more directory entries for the same file on the same device.',
    isNoted: true,
  },
  'storage-directory-keeps-xattrs': {
    engine: 'buildah',
    does: 'a directory entry over a directory adds extended attributes but takes none away',
    spec: "the existing path's attributes MUST be replaced by those of the entry in the changeset",
    isNoted: false,
  },
  'storage-copy-splits-links': {
    engine: 'buildah',
    does: 'vfs copies the tree for each layer and container, and hard links of symlinks, fifos and devices become files of their own',
    spec: 'Hardlinks are possible with all file types except directories.',
    isNoted: false,
  },
  'storage-times-by-path': {
    engine: 'buildah',
    does: 'the times of directory entries are set at the end, at whatever is at their paths then',
    spec: 'recreating the file path, based on the contents and attributes of the changeset entry',
    isNoted: true,
  },
};

/** The habits of one engine. */
export function habitsOf(engine: HabitRecord['engine']): ReadonlySet<Habit> {
  return new Set((Object.keys(HABITS) as Habit[]).filter((habit) => HABITS[habit].engine === engine));
}
