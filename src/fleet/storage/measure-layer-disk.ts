// What a layer's folder takes on a node's disk, as overlay2 and containers-storage unpack it onto ext4: content in whole blocks,
// folders with their names, and the few files that the engine keeps beside it. `du -B1` of real folders is the oracle
// (test/engines/fleet-storage.test.ts).
import { ENTRY_KIND, type LayerFacts } from '../../contents/facts/layer-facts.ts';

const BLOCK_BYTES = 4096;
/** Targets up to this long lie in the inode itself. */
const INLINE_LINK_BYTES = 59;
/** The layer's own folder, `diff` and `link`; with a layer below also `work` and `lower`. */
const KEPT_BESIDE_BYTES = 5 * BLOCK_BYTES;
/** Of a folder of several blocks so much is filled when names come in any order (hashed trees split blocks in halves). */
const TREE_FILL = 0.75;
/** A folder's own two names and the checksum at the end of each block. */
const FOLDER_NAMES_BYTES = 24;
const BLOCK_TAIL_BYTES = 12;

/** Bytes on disk, of one layer with others below. */
export function measureLayerDisk(facts: LayerFacts): number {
  const { entryCount, kinds, sizes, pathBytes, pathEnds, linkEnds } = facts;
  const paths = Buffer.from(pathBytes.buffer, pathBytes.byteOffset, pathBytes.byteLength);
  /** The entry that a path has last. */
  const lastOf = new Map<string, number>();
  for (let i = 0; i < entryCount; i++)
    lastOf.set(paths.toString('latin1', i === 0 ? 0 : pathEnds[i - 1]!, pathEnds[i]!), i);
  /** Bytes of names, by folder; parents that the layer does not list are made all the same. */
  const folders = new Map<string, number>([['', FOLDER_NAMES_BYTES]]);
  const addName = (path: string): void => {
    let at = path;
    for (;;) {
      const slash = at.lastIndexOf('/');
      const parent = slash === -1 ? '' : at.slice(0, slash);
      const isNew = !folders.has(parent);
      const nameBytes = 8 + Math.ceil((at.length - slash - 1) / 4) * 4;
      folders.set(parent, (folders.get(parent) ?? FOLDER_NAMES_BYTES) + nameBytes);
      if (!isNew || parent === '' || lastOf.has(parent)) return;
      at = parent;
    }
  };
  let bytes = KEPT_BESIDE_BYTES - BLOCK_BYTES;
  for (const [path, entry] of lastOf) {
    const kind = kinds[entry];
    if (path === '' || kind === ENTRY_KIND.opaque || kind === ENTRY_KIND.invalidWhiteout) continue;
    addName(path);
    if (kind === ENTRY_KIND.directory && !folders.has(path)) folders.set(path, FOLDER_NAMES_BYTES);
    else if (kind === ENTRY_KIND.file) bytes += Math.ceil(sizes[entry]! / BLOCK_BYTES) * BLOCK_BYTES;
    else if (kind === ENTRY_KIND.symlink) {
      const linkBytes = linkEnds[entry]! - (entry === 0 ? 0 : linkEnds[entry - 1]!);
      if (linkBytes > INLINE_LINK_BYTES) bytes += BLOCK_BYTES;
    }
  }
  for (const nameBytes of folders.values()) bytes += folderBytes(nameBytes);
  return bytes;
}

function folderBytes(nameBytes: number): number {
  const room = BLOCK_BYTES - BLOCK_TAIL_BYTES;
  if (nameBytes <= room) return BLOCK_BYTES;
  return (1 + Math.ceil(nameBytes / (room * TREE_FILL))) * BLOCK_BYTES;
}
