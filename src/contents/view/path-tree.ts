// A tree of paths in columns: names are bytes, nodes are numbers, children are linked lists, and (parent, name) is looked
// up in one hash table. A million paths take some 60 MB where a million objects would take ten times as much.

/** No node. */
export const NO_NODE = -1;
/** The kind of a node where nothing is now; it stays in the table, so that the path can come back. */
export const ABSENT = 255;

const SLASH = 0x2f;

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

  /** A tree with its root, a directory, at node 0. */
  constructor(expectedNodes: number) {
    const capacity = Math.max(16, expectedNodes + 1);
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
    const mask = this.#table.length - 1;
    const hash = hashName(parent, bytes, start, end);
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

  /** Likewise, and made (as ABSENT) where there is none. */
  findOrAdd(parent: number, bytes: Uint8Array, start: number, end: number): number {
    const found = this.find(parent, bytes, start, end);
    if (found !== NO_NODE) return found;
    const hash = hashName(parent, bytes, start, end);
    const node = this.#append(parent, bytes, start, end, hash);
    this.nextSiblings[node] = this.firstChildren[parent]!;
    this.firstChildren[parent] = node;
    if (this.nodeCount * 2 > this.#table.length) this.#rehash();
    else this.#insert(node, hash);
    return node;
  }

  /** Where the name of `node` begins in `names`. */
  nameStart(node: number): number {
    return node === 0 ? 0 : this.nameEnds[node - 1]!;
  }

  /** The path of `node` in bytes, without a leading slash. */
  pathBytes(node: number): Buffer {
    let length = 0;
    for (let n = node; n > 0; n = this.parents[n]!) length += this.nameEnds[n]! - this.nameStart(n) + 1;
    const path = Buffer.allocUnsafe(Math.max(0, length - 1));
    let at = path.length;
    for (let n = node; n > 0; n = this.parents[n]!) {
      const start = this.nameStart(n);
      const end = this.nameEnds[n]!;
      at -= end - start;
      path.set(this.names.subarray(start, end), at);
      if (at > 0) path[--at] = SLASH;
    }
    return path;
  }

  /** Calls back for each descendant of `node`, parents first; `visit` returns false to leave out a node's children. */
  visitDescendants(node: number, visit: (node: number) => boolean): void {
    let at = this.firstChildren[node]!;
    while (at !== NO_NODE) {
      if (visit(at) && this.firstChildren[at] !== NO_NODE) {
        at = this.firstChildren[at]!;
        continue;
      }
      while (at !== node && this.nextSiblings[at] === NO_NODE) at = this.parents[at]!;
      if (at === node) return;
      at = this.nextSiblings[at]!;
    }
  }

  #append(parent: number, bytes: Uint8Array, start: number, end: number, hash: number): number {
    const node = this.nodeCount;
    if (node === this.parents.length) this.#grow();
    const nameStart = node === 0 ? 0 : this.nameEnds[node - 1]!;
    const nameEnd = nameStart + end - start;
    if (nameEnd > this.names.length)
      this.names = enlarge(this.names, Math.max(nameEnd, this.names.length * 2));
    for (let i = start, at = nameStart; i < end; i++) this.names[at++] = bytes[i]!;
    this.parents[node] = parent;
    this.nameEnds[node] = nameEnd;
    this.firstChildren[node] = NO_NODE;
    this.nextSiblings[node] = NO_NODE;
    this.kinds[node] = ABSENT;
    this.#hashes[node] = hash;
    this.nodeCount++;
    return node;
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
    const capacity = Math.ceil(this.parents.length * 1.5);
    this.parents = enlarge(this.parents, capacity);
    this.firstChildren = enlarge(this.firstChildren, capacity);
    this.nextSiblings = enlarge(this.nextSiblings, capacity);
    this.kinds = enlarge(this.kinds, capacity);
    this.nameEnds = enlarge(this.nameEnds, capacity);
    this.#hashes = enlarge(this.#hashes, capacity);
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

/** FNV-1a over the name, seeded by the parent, with a final mix so that low bits are good. */
function hashName(parent: number, bytes: Uint8Array, start: number, end: number): number {
  let hash = (0x811c9dc5 ^ Math.imul(parent + 1, 0x9e3779b1)) >>> 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
