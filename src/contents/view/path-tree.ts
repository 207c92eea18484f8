// A tree of paths in columns: names are bytes, nodes are numbers, children are linked lists, and (parent, name) is looked
// up in one hash table. A million paths take some 60 MB where a million objects would take ten times as much.
import { PlimsollError } from '../../errors.ts';

/** No node. */
export const NO_NODE = -1;
/** The kind of a node where nothing is now; it stays in the table, so that the path can come back. */
export const ABSENT = 255;

/** In `nextSiblings`: the node is in no list of children; only ABSENT ones are. */
const UNLINKED = -2;
const SLASH = 0x2f;

/**
 * Paths from the root, node 0. Lists of children hold what shows and, until they are next cleared, nodes that became ABSENT.
 * A node's number is greater than its parent's. Columns are longer than `nodeCount`.
 */
export class PathTree {
  nodeCount = 0;
  parents: Int32Array;
  firstChildren: Int32Array;
  nextSiblings: Int32Array;
  /** ENTRY_KIND of what shows at the node, or ABSENT. */
  kinds: Uint8Array;
  /** Name `n` is `names[nameEnds[n-1] .. nameEnds[n]]`; the root's is empty. */
  nameEnds: Uint32Array;
  names: Uint8Array;

  #table: Int32Array;
  #hashes: Uint32Array;
  readonly #nodeLimit: number;
  /** Another one in each tree, so that nobody can make names that fall together. */
  readonly #seed = Math.floor(Math.random() * 2 ** 32);

  /** A tree with its root, ABSENT; throws LAYER_LIMIT where it would get more than some four times the nodes expected. */
  constructor(expectedNodes: number) {
    const capacity = Math.max(16, expectedNodes + 1);
    this.#nodeLimit = expectedNodes * 4 + 1_000_000;
    this.parents = new Int32Array(capacity);
    this.firstChildren = new Int32Array(capacity);
    this.nextSiblings = new Int32Array(capacity);
    this.kinds = new Uint8Array(capacity);
    this.nameEnds = new Uint32Array(capacity);
    this.names = new Uint8Array(capacity * 16);
    this.#hashes = new Uint32Array(capacity);
    this.#table = new Int32Array(tableSize(capacity)).fill(NO_NODE);
    this.#append(NO_NODE, this.names, 0, 0, 0);
  }

  /** The child of `parent` with the name `bytes[start..end]`, ABSENT ones included, or NO_NODE. */
  find(parent: number, bytes: Uint8Array, start: number, end: number): number {
    return this.#lookUp(parent, bytes, start, end, this.#hash(parent, bytes, start, end));
  }

  /** Likewise, and made (as ABSENT) where there is none. */
  findOrAdd(parent: number, bytes: Uint8Array, start: number, end: number): number {
    const hash = this.#hash(parent, bytes, start, end);
    const found = this.#lookUp(parent, bytes, start, end, hash);
    if (found !== NO_NODE) return found;
    const node = this.#append(parent, bytes, start, end, hash);
    if (this.nodeCount * 2 > this.#table.length) this.#rehash();
    else this.#insert(node, hash);
    return node;
  }

  /** Makes `kind` show at `node`; its parent must be a directory that shows. */
  show(node: number, kind: number): void {
    this.kinds[node] = kind;
    if (this.nextSiblings[node] !== UNLINKED || node === 0) return;
    const parent = this.parents[node]!;
    this.nextSiblings[node] = this.firstChildren[parent]!;
    this.firstChildren[parent] = node;
  }

  /** Makes all below `node` ABSENT; `gone` is told of each node that showed something, before it does no more. */
  clearBelow(node: number, gone: (node: number) => void): void {
    if (this.firstChildren[node] === NO_NODE) return;
    const lists = [this.firstChildren[node]!];
    this.firstChildren[node] = NO_NODE;
    for (let child = lists.pop(); child !== undefined; child = lists.pop())
      while (child !== NO_NODE) {
        const next: number = this.nextSiblings[child]!;
        this.nextSiblings[child] = UNLINKED;
        if (this.kinds[child] !== ABSENT) {
          gone(child);
          this.kinds[child] = ABSENT;
          if (this.firstChildren[child] !== NO_NODE) lists.push(this.firstChildren[child]!);
          this.firstChildren[child] = NO_NODE;
        }
        child = next;
      }
  }

  /** Likewise, but children that `stays` keeps stay, and below them `enters` tells where to go on. */
  clearBelowExcept(
    node: number,
    stays: (node: number) => boolean,
    enters: (node: number) => boolean,
    gone: (node: number) => void,
  ): void {
    const folders = [node];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      let before = NO_NODE;
      for (let child = this.firstChildren[folder]!; child !== NO_NODE; ) {
        const next = this.nextSiblings[child]!;
        if (this.kinds[child] !== ABSENT && stays(child)) {
          before = child;
          if (this.firstChildren[child] !== NO_NODE && enters(child)) folders.push(child);
        } else {
          if (before === NO_NODE) this.firstChildren[folder] = next;
          else this.nextSiblings[before] = next;
          this.nextSiblings[child] = UNLINKED;
          if (this.kinds[child] !== ABSENT) {
            gone(child);
            this.kinds[child] = ABSENT;
            this.clearBelow(child, gone);
          }
        }
        child = next;
      }
    }
  }

  /** Where the name of `node` begins in `names`. */
  nameStart(node: number): number {
    return node === 0 ? 0 : this.nameEnds[node - 1]!;
  }

  /** The path of `node` in bytes, without a leading slash; of a longer one than `limitBytes` only names at its end. */
  pathBytes(node: number, limitBytes = Number.POSITIVE_INFINITY): Buffer {
    let length = 0;
    let top = node;
    for (; top > 0 && length <= limitBytes; top = this.parents[top]!)
      length += this.nameEnds[top]! - this.nameStart(top) + 1;
    const path = Buffer.allocUnsafe(Math.max(0, length - 1));
    let at = path.length;
    for (let n = node; n !== top; n = this.parents[n]!) {
      const start = this.nameStart(n);
      const end = this.nameEnds[n]!;
      at -= end - start;
      path.set(this.names.subarray(start, end), at);
      if (at > 0) path[--at] = SLASH;
    }
    return path;
  }

  #append(parent: number, bytes: Uint8Array, start: number, end: number, hash: number): number {
    const node = this.nodeCount;
    if (node >= this.#nodeLimit)
      throw new PlimsollError('LAYER_LIMIT', 'the layers imply far more folders than they have entries');
    if (node === this.parents.length) this.#grow();
    const nameStart = node === 0 ? 0 : this.nameEnds[node - 1]!;
    const nameEnd = nameStart + end - start;
    if (nameEnd > this.names.length)
      this.names = enlarge(this.names, Math.max(nameEnd, Math.ceil(this.names.length * 1.25)));
    for (let i = start, at = nameStart; i < end; i++) this.names[at++] = bytes[i]!;
    this.parents[node] = parent;
    this.nameEnds[node] = nameEnd;
    this.firstChildren[node] = NO_NODE;
    this.nextSiblings[node] = node === 0 ? NO_NODE : UNLINKED;
    this.kinds[node] = ABSENT;
    this.#hashes[node] = hash;
    this.nodeCount++;
    return node;
  }

  #lookUp(parent: number, bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#table.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const node = this.#table[slot]!;
      if (node === NO_NODE) return NO_NODE;
      if (
        this.#hashes[node] === hash &&
        this.parents[node] === parent &&
        this.#hasName(node, bytes, start, end)
      )
        return node;
    }
  }

  #hasName(node: number, bytes: Uint8Array, start: number, end: number): boolean {
    const nameStart = this.nameStart(node);
    if (this.nameEnds[node]! - nameStart !== end - start) return false;
    for (let i = start, at = nameStart; i < end; i++) if (this.names[at++] !== bytes[i]) return false;
    return true;
  }

  #insert(node: number, hash: number): void {
    const mask = this.#table.length - 1;
    let slot = hash & mask;
    while (this.#table[slot] !== NO_NODE) slot = (slot + 1) & mask;
    this.#table[slot] = node;
  }

  #rehash(): void {
    this.#table = new Int32Array(this.#table.length * 2).fill(NO_NODE);
    for (let node = 1; node < this.nodeCount; node++) this.#insert(node, this.#hashes[node]!);
  }

  #grow(): void {
    const capacity = Math.ceil(this.parents.length * 1.25);
    this.parents = enlarge(this.parents, capacity);
    this.firstChildren = enlarge(this.firstChildren, capacity);
    this.nextSiblings = enlarge(this.nextSiblings, capacity);
    this.kinds = enlarge(this.kinds, capacity);
    this.nameEnds = enlarge(this.nameEnds, capacity);
    this.#hashes = enlarge(this.#hashes, capacity);
  }

  /** FNV-1a over the name, begun from the parent and the seed, with a final mix so that low bits are good. */
  #hash(parent: number, bytes: Uint8Array, start: number, end: number): number {
    let hash = (this.#seed ^ Math.imul(parent + 1, 0x9e3779b1)) >>> 0;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x85ebca6b);
    return (hash ^ (hash >>> 13)) >>> 0;
  }
}

/** A longer copy of a column. */
export function enlarge<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(
  column: T,
  length: number,
): T {
  const grown = new (column.constructor as new (length: number) => T)(length);
  grown.set(column);
  return grown;
}

function tableSize(nodes: number): number {
  return 2 ** Math.ceil(Math.log2(nodes * 2));
}
