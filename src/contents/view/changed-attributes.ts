// What moby does to a file after its own entry (pkg/archive: createTarFile, Unpack): a hard link's header gives the file its
// mode, owner, time and extended attributes, so that the last link wins; and giving an owner takes file capabilities away.
import { ENTRY_KIND, type LayerFacts, xattrsOf } from '../facts/layer-facts.ts';

/** What a file has in the end. */
export interface FileAttributes {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeSeconds: number;
  /** Encoded as layer facts have them. */
  readonly xattrs: Uint8Array;
}

/** The files of one layer that differ in the end from what their own entries say. */
export class ChangedAttributes {
  /** By the entry that holds the content. */
  readonly all: ReadonlyMap<number, FileAttributes>;
  readonly #facts: LayerFacts;
  readonly #changed = new Map<number, FileAttributes>();

  constructor(facts: LayerFacts) {
    this.#facts = facts;
    this.all = this.#changed;
  }

  /** The entry `link` made one more name of the file that entry `inode` made. */
  takeLink(inode: number, link: number): void {
    const before = this.#of(inode);
    const stated = attributesOf(this.#facts, link);
    const kind = this.#facts.kinds[inode];
    const isSymlink = kind === ENTRY_KIND.symlink;
    const after: FileAttributes = {
      mode: isSymlink ? before.mode : stated.mode,
      uid: stated.uid,
      gid: stated.gid,
      mtimeSeconds: isSymlink ? before.mtimeSeconds : stated.mtimeSeconds,
      xattrs: kind === ENTRY_KIND.file ? mergeXattrs(before.xattrs, stated.xattrs) : before.xattrs,
    };
    if (!areEqual(before, after)) this.#changed.set(inode, after);
  }

  /** The file got another time. */
  takeTime(inode: number, mtimeSeconds: number): void {
    this.#changed.set(inode, { ...this.#of(inode), mtimeSeconds });
  }

  #of(inode: number): FileAttributes {
    return this.#changed.get(inode) ?? attributesOf(this.#facts, inode);
  }
}

/** The attributes that entry `i` states; symlinks have no mode of their own. */
export function attributesOf(facts: LayerFacts, i: number): FileAttributes {
  return {
    mode: facts.kinds[i] === ENTRY_KIND.symlink ? 0o777 : facts.modes[i]!,
    uid: facts.uids[i]!,
    gid: facts.gids[i]!,
    mtimeSeconds: facts.mtimes[i]!,
    xattrs: xattrsOf(facts, i),
  };
}

/** Whether two files are alike but for their content. */
export function areEqual(a: FileAttributes, b: FileAttributes): boolean {
  return (
    a.mode === b.mode &&
    a.uid === b.uid &&
    a.gid === b.gid &&
    a.mtimeSeconds === b.mtimeSeconds &&
    Buffer.compare(a.xattrs, b.xattrs) === 0
  );
}

function mergeXattrs(before: Uint8Array, stated: Uint8Array): Uint8Array {
  if (before.length === 0) return stated;
  const merged = new Map([...splitXattrs(before)].filter(([name]) => name !== 'security.capability'));
  for (const [name, encoded] of splitXattrs(stated)) merged.set(name, encoded);
  return Buffer.concat([...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, encoded]) => encoded));
}

/** `NAME\0LENGTH\0VALUE` pieces by name. */
function splitXattrs(encoded: Uint8Array): Map<string, Buffer> {
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const pieces = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length; ) {
    const nameEnd = bytes.indexOf(0, at);
    const lengthEnd = bytes.indexOf(0, nameEnd + 1);
    const end = lengthEnd + 1 + Number(bytes.toString('latin1', nameEnd + 1, lengthEnd));
    pieces.set(bytes.toString('utf8', at, nameEnd), bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}
