// Holds files whose names tell of secrets, and lets their structure find them.
import type { SecretStructure, StructureMatch } from '../structures/secret-structure.ts';

const SLASH = 0x2f;
const DOT = 0x2e;

/** Structures by the names of their files; a name that none wants costs two hashes. */
export class StructureCatcher {
  readonly #byName = new Map<number, SecretStructure[]>();
  readonly #byEnding = new Map<number, SecretStructure[]>();
  #wanted: readonly SecretStructure[] = [];
  #path = '';
  #content = Buffer.alloc(0);
  #filled = 0;
  #limitBytes = 0;

  constructor(structures: readonly SecretStructure[]) {
    for (const structure of structures) {
      for (const name of structure.names) addTo(this.#byName, hashOf(name), structure);
      for (const ending of structure.endings) addTo(this.#byEnding, hashOf(ending), structure);
    }
  }

  /**
   * Whether the content of the file at `bytes[start..end]` is wanted. `sizeBytes` is a claim where the file is in an archive,
   * 0 where there is none: it only says how much room is made first.
   */
  start(bytes: Uint8Array, start: number, end: number, sizeBytes: number): boolean {
    this.#wanted = this.#find(bytes, start, end).filter((structure) => sizeBytes <= structure.limitBytes);
    if (this.#wanted.length === 0) return false;
    this.#limitBytes = Math.max(...this.#wanted.map(({ limitBytes }) => limitBytes));
    this.#content = Buffer.alloc(sizeBytes);
    this.#filled = 0;
    return true;
  }

  push(bytes: Uint8Array): void {
    if (!this.#makeRoom(bytes.length)) return;
    this.#content.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  /** A hole of a sparse file. */
  pushHole(sizeBytes: number): void {
    if (this.#makeRoom(sizeBytes)) this.#filled += sizeBytes;
  }

  /** What the structures found in the file that `start` wanted. */
  finish(): StructureMatch[] {
    const content = this.#content.subarray(0, this.#filled);
    const wanted = this.#wanted.filter(({ limitBytes }) => content.length <= limitBytes);
    const matches = wanted.flatMap((structure) => structure.find(content, this.#path));
    this.#wanted = [];
    this.#content = Buffer.alloc(0);
    return matches.filter(
      ({ offsetBytes, lengthBytes }) => lengthBytes > 0 && offsetBytes + lengthBytes <= content.length,
    );
  }

  /** Whether so many bytes more can be held; where not, the file is larger than any structure reads, and nothing is. */
  #makeRoom(sizeBytes: number): boolean {
    const needed = this.#filled + sizeBytes;
    if (needed <= this.#content.length) return true;
    if (needed > this.#limitBytes) {
      this.#wanted = [];
      this.#content = Buffer.alloc(0);
      this.#filled = 0;
      this.#limitBytes = 0;
      return false;
    }
    const grown = Buffer.alloc(Math.min(this.#limitBytes, Math.max(needed, 2 * this.#content.length, 4096)));
    this.#content.copy(grown, 0, 0, this.#filled);
    this.#content = grown;
    return true;
  }

  #find(bytes: Uint8Array, start: number, end: number): readonly SecretStructure[] {
    let name = end;
    let dot = -1;
    while (name > start && bytes[name - 1] !== SLASH) {
      name--;
      if (dot < 0 && bytes[name] === DOT) dot = name;
    }
    const named = this.#byName.get(hash(bytes, name, end));
    const ended = dot < 0 ? undefined : this.#byEnding.get(hash(bytes, dot, end));
    if (named === undefined && ended === undefined) return [];
    this.#path = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
    return [...new Set([...(named ?? []), ...(ended ?? [])])].filter(({ matches }) => matches(this.#path));
  }
}

function addTo(map: Map<number, SecretStructure[]>, key: number, structure: SecretStructure): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [structure]);
  else if (!list.includes(structure)) list.push(structure);
}

function hashOf(text: string): number {
  const bytes = Buffer.from(text);
  return hash(bytes, 0, bytes.length);
}

/** FNV-1a over the name in lower case; names that fall together only cost a look at the path. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    value = Math.imul(value ^ (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte), 0x01000193);
  }
  return value >>> 0;
}
