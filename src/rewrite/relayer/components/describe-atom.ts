// An atom in canonical form: a file of any kind but folders with all its names, and everything that an image shows of it. Equal
// bytes are the same atom in every image; the hash of them tells contents by size and XXH3-128, whose equality is proven
// with SHA-256 before anything is written.
import { ENTRY_KIND, findSorted, type LayerFacts, xattrsOf } from '../../../contents/facts/layer-facts.ts';
import { linkBytes } from '../../../contents/view/locate-entry.ts';

const START_BYTES = 4096;
const FIXED_BYTES = 64;

/** Writes one atom after the other into the same memory; each result holds until the next call. */
export class AtomDescriber {
  #bytes = Buffer.alloc(START_BYTES);

  /** Entry `i` at these paths, which are in order; `mtimeSeconds` is left out where it is undefined. */
  describe(
    facts: LayerFacts,
    i: number,
    paths: readonly Uint8Array[],
    mtimeSeconds: number | undefined,
  ): Uint8Array {
    const kind = facts.kinds[i]!;
    const xattrs = xattrsOf(facts, i);
    const target = kind === ENTRY_KIND.symlink ? linkBytes(facts, i) : xattrs.subarray(0, 0);
    const pieces = [xattrs, target, ...paths];
    this.#fit(FIXED_BYTES + pieces.reduce((sum, piece) => sum + piece.length + 4, 0));
    const bytes = this.#bytes;
    let at = bytes.writeUInt8(kind, 0);
    at = bytes.writeUInt16LE(kind === ENTRY_KIND.symlink ? 0o777 : facts.modes[i]!, at);
    at = bytes.writeUInt32LE(facts.uids[i]!, at);
    at = bytes.writeUInt32LE(facts.gids[i]!, at);
    at = bytes.writeUInt8(mtimeSeconds === undefined ? 0 : 1, at);
    at = bytes.writeDoubleLE(mtimeSeconds ?? 0, at);
    at = bytes.writeDoubleLE(facts.sizes[i]!, at);
    bytes.set(facts.contents.subarray(i * 16, i * 16 + 16), at);
    at += 16;
    const isDevice = kind === ENTRY_KIND.character || kind === ENTRY_KIND.block;
    const device = isDevice ? findSorted(facts.deviceEntries, i) * 2 : -1;
    at = bytes.writeUInt32LE(device < 0 ? 0 : facts.deviceNumbers[device]!, at);
    at = bytes.writeUInt32LE(device < 0 ? 0 : facts.deviceNumbers[device + 1]!, at);
    for (const piece of pieces) {
      at = bytes.writeUInt32LE(piece.length, at);
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes.subarray(0, at);
  }

  #fit(length: number): void {
    if (length > this.#bytes.length) this.#bytes = Buffer.alloc(length * 2);
  }
}
