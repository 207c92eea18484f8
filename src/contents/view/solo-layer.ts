// One layer unpacked alone into an empty folder, as Docker's overlay2 driver does it (moby, pkg/archive: Unpack with the
// overlay whiteout converter): whiteouts become character devices 0:0, opaque markers an attribute of their directory.
import { ENTRY_FLAG, ENTRY_KIND, type LayerFacts } from '../facts/layer-facts.ts';
import { ChangedAttributes } from './changed-attributes.ts';
import { hasOpaqueXattr, isZeroDevice } from './entry-attributes.ts';
import { linkBytes } from './locate-entry.ts';
import { areSamePaths, folderEnd, nameStart, SLASH } from './path-bytes.ts';
import { ABSENT, enlarge, NO_NODE, PathTree } from './path-tree.ts';
import { findDirectory, type Lookup } from './resolve-path.ts';
import { NO_ENTRY } from './squashed-view.ts';

const WALK_LIMIT_BYTES = 256 * 2 ** 20;

/** Bits of what was seen at a literal path; the same one twice is what moby's tar-split refuses. */
const SEEN = { entry: 1, whiteout: 2, opaque: 4 } as const;

/** The layer's own tree. A node of the kind `whiteout` hides what lower layers have there. */
export class SoloLayer {
  readonly tree: PathTree;
  /** For each node: the layer's entry that shows there, or NO_ENTRY for a directory made on the way. */
  shown: Uint32Array;
  /** For each node that shows no directory: the entry that holds its content. */
  inodes: Uint32Array;
  /** 1 for directories that hide what lower layers have in them. */
  opaque: Uint8Array;
  readonly changed: ChangedAttributes;
  /** Whether the engine refuses the layer. */
  isRefused = false;

  readonly #facts: LayerFacts;
  readonly #budget = { bytesLeft: WALK_LIMIT_BYTES };
  #seen: Uint8Array;
  /** Directory entries that lost their place; the engine sets their times at the end and fails where nothing is. */
  readonly #lostDirectories: number[] = [];

  // The folder of the entry before.
  #folderStart = 0;
  #folderEnd = 0;
  #literalFolder = 0;
  #folder = 0;
  #folderChanges = 0;
  /** Grows when something went, so that a path may lead elsewhere now. */
  #pathChanges = 0;

  constructor(facts: LayerFacts) {
    this.#facts = facts;
    this.tree = new PathTree(facts.entryCount + (facts.entryCount >> 5) + 64);
    this.tree.show(0, ENTRY_KIND.directory);
    const capacity = this.tree.parents.length;
    this.shown = new Uint32Array(capacity).fill(NO_ENTRY);
    this.inodes = new Uint32Array(capacity).fill(NO_ENTRY);
    this.opaque = new Uint8Array(capacity);
    this.#seen = new Uint8Array(capacity);
    this.changed = new ChangedAttributes(facts);
    for (let i = 0; i < facts.entryCount; i++) this.#unpack(i);
    for (const i of this.#lostDirectories) this.#setTime(i);
  }

  #unpack(i: number): void {
    const { kinds, flags, pathBytes, pathEnds } = this.#facts;
    const start = i === 0 ? 0 : pathEnds[i - 1]!;
    const end = pathEnds[i]!;
    const kind = kinds[i]!;
    if ((flags[i]! & ENTRY_FLAG.dotDot) !== 0) this.isRefused = true;
    if (kind === ENTRY_KIND.invalidWhiteout) {
      this.isRefused = true;
      return;
    }
    if (kind === ENTRY_KIND.opaque) {
      this.#noteSeen(this.#literal(0, start, end), SEEN.opaque);
      return this.#markOpaque(start, end);
    }
    const name = nameStart(pathBytes, start, end);
    this.#enterFolder(start, folderEnd(start, name));
    const literal = this.#literal(this.#literalFolder, name, end);
    this.#noteSeen(literal, kind === ENTRY_KIND.whiteout ? SEEN.whiteout : SEEN.entry);
    // The root's own entry is left out.
    if (start === end) return;
    if (this.#folder === NO_NODE) {
      this.isRefused = true;
      return;
    }
    const node = this.#folder === this.#literalFolder ? literal : this.#findOrAdd(this.#folder, name, end);
    if (kind === ENTRY_KIND.whiteout) {
      if (this.tree.kinds[node] === ABSENT) this.#put(node, kind, i);
      else this.isRefused = true;
      return;
    }
    if (this.#isInTheWay(node, kind)) {
      this.#remove(node);
      // What goes may be a part of the path by which it was found.
      if (this.#find(pathBytes, start, folderEnd(start, name), newLookup()) === NO_NODE) {
        this.isRefused = true;
        return;
      }
    }
    if (kind === ENTRY_KIND.directory) this.#putDirectory(node, i);
    else if (kind === ENTRY_KIND.hardlink) this.#putLink(node, i);
    else this.#put(node, isWhiteoutDevice(this.#facts, i) ? ENTRY_KIND.whiteout : kind, i);
  }

  #isInTheWay(node: number, kind: number): boolean {
    const before = this.tree.kinds[node];
    return (
      before === ENTRY_KIND.symlink || (before === ENTRY_KIND.directory && kind !== ENTRY_KIND.directory)
    );
  }

  #put(node: number, kind: number, i: number): void {
    this.#remove(node);
    this.tree.show(node, kind);
    this.shown[node] = i;
    this.inodes[node] = i;
  }

  #putDirectory(node: number, i: number): void {
    if (this.tree.kinds[node] !== ENTRY_KIND.directory) this.#imply(node);
    this.shown[node] = i;
    if (hasOpaqueXattr(this.#facts, i)) this.opaque[node] = 1;
  }

  #putLink(node: number, i: number): void {
    this.#remove(node);
    const { linkBytes, linkEnds } = this.#facts;
    const start = i === 0 ? 0 : linkEnds[i - 1]!;
    const end = linkEnds[i]!;
    const name = nameStart(linkBytes, start, end);
    const folder = this.#find(linkBytes, start, folderEnd(start, name), newLookup());
    const target = folder === NO_NODE ? NO_NODE : this.tree.find(folder, linkBytes, name, end);
    const kind = target === NO_NODE ? ABSENT : this.tree.kinds[target]!;
    if (kind === ABSENT || kind === ENTRY_KIND.directory) {
      this.isRefused = true;
      return;
    }
    const inode = this.inodes[target]!;
    this.tree.show(node, kind);
    this.shown[node] = i;
    this.inodes[node] = inode;
    this.changed.takeLink(inode, i);
  }

  /** Finds the folder of the next entry, literally and as the engine does; often it is the one of the entry before. */
  #enterFolder(start: number, end: number): void {
    const isSame =
      this.#folderChanges === this.#pathChanges &&
      areSamePaths(this.#facts.pathBytes, start, end, this.#folderStart, this.#folderEnd);
    if (isSame) return;
    this.#literalFolder = this.#literal(0, start, end);
    this.#folder = this.#findOrMakeParent(start, end);
    this.#folderStart = start;
    this.#folderEnd = end;
    this.#folderChanges = this.#pathChanges;
  }

  #findOrAdd(folder: number, name: number, end: number): number {
    const node = this.tree.findOrAdd(folder, this.#facts.pathBytes, name, end);
    this.#fitColumns();
    return node;
  }

  #markOpaque(start: number, end: number): void {
    const directory = this.#findOrMakeParent(start, end);
    if (directory === NO_NODE) {
      if (this.#findFile(start, end) === NO_NODE) this.isRefused = true;
    } else this.opaque[directory] = 1;
  }

  /** The directory `pathBytes[start..end]`, made where nothing is; NO_NODE where the engine cannot. */
  #findOrMakeParent(start: number, end: number): number {
    const { pathBytes } = this.#facts;
    const lookup = newLookup();
    const found = this.#find(pathBytes, start, end, lookup);
    if (found !== NO_NODE || lookup.problem !== undefined || lookup.isDangling === true) return found;
    return findDirectory(this.tree, this.#linkOf, pathBytes, start, end, this.#imply, lookup, this.#budget);
  }

  #find(bytes: Uint8Array, start: number, end: number, lookup: Lookup): number {
    return findDirectory(this.tree, this.#linkOf, bytes, start, end, undefined, lookup, this.#budget);
  }

  readonly #imply = (node: number): void => {
    this.#fitColumns();
    this.#remove(node);
    this.tree.show(node, ENTRY_KIND.directory);
  };

  readonly #linkOf = (node: number): Uint8Array => {
    return linkBytes(this.#facts, this.inodes[node]!);
  };

  #remove(node: number): void {
    if (this.tree.kinds[node] === ABSENT) return;
    this.#pathChanges++;
    this.#clear(node);
    this.tree.kinds[node] = ABSENT;
    this.tree.clearBelow(node, (below) => this.#clear(below));
  }

  #clear(node: number): void {
    if (this.tree.kinds[node] === ENTRY_KIND.directory && this.shown[node] !== NO_ENTRY)
      this.#lostDirectories.push(this.shown[node]!);
    this.shown[node] = NO_ENTRY;
    this.inodes[node] = NO_ENTRY;
    this.opaque[node] = 0;
  }

  /** The node of a literal path, in which no symlink is followed. */
  #literal(from: number, start: number, end: number): number {
    const { pathBytes } = this.#facts;
    let node = from;
    for (let at = start; at < end; ) {
      let stop = at;
      while (stop < end && pathBytes[stop] !== SLASH) stop++;
      node = this.tree.findOrAdd(node, pathBytes, at, stop);
      at = stop + 1;
    }
    this.#fitColumns();
    return node;
  }

  #noteSeen(literal: number, bit: number): void {
    if ((this.#seen[literal]! & bit) !== 0) this.isRefused = true;
    this.#seen[literal]! |= bit;
  }

  /** The engine sets the times of directories last, at whatever is at their paths then. */
  #setTime(i: number): void {
    const { pathBytes, pathEnds, mtimes } = this.#facts;
    const start = i === 0 ? 0 : pathEnds[i - 1]!;
    if (this.#find(pathBytes, start, pathEnds[i]!, newLookup()) !== NO_NODE) return;
    const file = this.#findFile(start, pathEnds[i]!);
    if (file === NO_NODE) this.isRefused = true;
    else this.changed.takeTime(this.inodes[file]!, mtimes[i]!);
  }

  /** What is at the path, neither a directory nor a symlink. */
  #findFile(start: number, end: number): number {
    const { pathBytes } = this.#facts;
    const name = nameStart(pathBytes, start, end);
    const folder = this.#find(pathBytes, start, folderEnd(start, name), newLookup());
    const node = folder === NO_NODE ? NO_NODE : this.tree.find(folder, pathBytes, name, end);
    const kind = node === NO_NODE ? ABSENT : this.tree.kinds[node]!;
    const isFile = kind !== ABSENT && kind !== ENTRY_KIND.directory && kind !== ENTRY_KIND.symlink;
    return isFile ? node : NO_NODE;
  }

  #fitColumns(): void {
    const capacity = this.tree.parents.length;
    const known = this.shown.length;
    if (known >= capacity) return;
    this.shown = enlarge(this.shown, capacity).fill(NO_ENTRY, known);
    this.inodes = enlarge(this.inodes, capacity).fill(NO_ENTRY, known);
    this.opaque = enlarge(this.opaque, capacity);
    this.#seen = enlarge(this.#seen, capacity);
  }
}

function newLookup(): Lookup {
  return { throughSymlink: false, problem: undefined };
}

function isWhiteoutDevice(facts: LayerFacts, i: number): boolean {
  return facts.kinds[i] === ENTRY_KIND.character && isZeroDevice(facts, i);
}
