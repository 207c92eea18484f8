// The columns that a facts builder fills. A thread uses the same ones for every layer it scans: making and freeing them for
// each layer would leave the memory full of holes.
import { GrowingColumn } from './growing-column.ts';

/** Entries beyond this in one layer are refused; the largest real layers have about a million. */
export const ENTRY_LIMIT = 8_000_000;
/** Paths of a layer beyond this in all are refused. */
const PATHS_LIMIT_BYTES = 2 ** 30;

/** Room for the entries of one layer; what each column means is said in layer-facts.ts. */
export class FactsColumns {
  readonly pathEnds = new GrowingColumn(Uint32Array, 1024, ENTRY_LIMIT);
  readonly pathBytes = new GrowingColumn(Uint8Array, 64 * 1024, PATHS_LIMIT_BYTES);
  readonly kinds = new GrowingColumn(Uint8Array, 1024, ENTRY_LIMIT);
  readonly flags = new GrowingColumn(Uint8Array, 1024, ENTRY_LIMIT);
  readonly contentTypes = new GrowingColumn(Uint8Array, 1024, ENTRY_LIMIT);
  readonly modes = new GrowingColumn(Uint16Array, 1024, ENTRY_LIMIT);
  readonly uids = new GrowingColumn(Uint32Array, 1024, ENTRY_LIMIT);
  readonly gids = new GrowingColumn(Uint32Array, 1024, ENTRY_LIMIT);
  readonly mtimes = new GrowingColumn(Float64Array, 1024, ENTRY_LIMIT);
  readonly sizes = new GrowingColumn(Float64Array, 1024, ENTRY_LIMIT);
  readonly offsets = new GrowingColumn(Float64Array, 1024, ENTRY_LIMIT);
  readonly contents = new GrowingColumn(Uint8Array, 16 * 1024, ENTRY_LIMIT * 16);
  readonly linkEnds = new GrowingColumn(Uint32Array, 1024, ENTRY_LIMIT);
  readonly linkBytes = new GrowingColumn(Uint8Array, 4096, PATHS_LIMIT_BYTES);
  readonly shipped = new GrowingColumn(Float64Array, 1024, ENTRY_LIMIT);
  readonly xattrBytes = new GrowingColumn(Uint8Array, 256, PATHS_LIMIT_BYTES);

  /** Makes room for `count` entries. */
  reserveEntries(count: number): void {
    if (count <= this.kinds.values.length) return;
    for (const column of [
      this.pathEnds,
      this.kinds,
      this.flags,
      this.contentTypes,
      this.modes,
      this.uids,
      this.gids,
      this.mtimes,
      this.sizes,
      this.offsets,
      this.linkEnds,
      this.shipped,
    ])
      column.reserve(count);
    this.contents.reserve(this.kinds.values.length * 16);
  }
}
