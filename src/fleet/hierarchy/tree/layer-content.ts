// What two layers are compared by: not when their files were written, but what they are.
import { createHash } from 'node:crypto';
import { ENTRY_KIND, findSorted, type LayerFacts, xattrsOf } from '../../../contents/facts/layer-facts.ts';

/** A layer in short. */
export interface LayerContent {
  /** Equal where all entries are, but for their times and their order. */
  readonly signature: string;
  readonly entryBytes: number;
  /** `TYPE NAME`, and the version of it, of what the layer installs. */
  readonly packages: ReadonlyMap<string, string>;
  /** Of its larger files: a hash of path and content, and the size. Rising hashes. */
  readonly files: { readonly hashes: Float64Array; readonly sizes: Float64Array };
}

/** Smaller files say little about what layers share, and there are many. */
const FILE_FLOOR_BYTES = 1024;

/** Summarises the facts of a layer; `packages` is what the image says that this layer brought. */
export function summariseLayer(facts: LayerFacts, packages: ReadonlyMap<string, string>): LayerContent {
  const records: Buffer[] = [];
  const files: { hash: number; size: number }[] = [];
  for (let i = 0; i < facts.entryCount; i++) {
    const path = facts.pathBytes.subarray(i === 0 ? 0 : facts.pathEnds[i - 1]!, facts.pathEnds[i]!);
    const content = facts.contents.subarray(i * 16, i * 16 + 16);
    const hash = createHash('sha1').update(path).update('\0').update(content);
    const size = facts.sizes[i]!;
    hash.update(`\0${facts.kinds[i]} ${size}`);
    if (facts.kinds[i] === ENTRY_KIND.file && size >= FILE_FLOOR_BYTES) {
      const digest = hash.copy().digest();
      files.push({ hash: digest.readUIntBE(0, 6), size });
    }
    hash.update(` ${facts.modes[i]} ${facts.uids[i]} ${facts.gids[i]}\0`);
    hash.update(facts.linkBytes.subarray(i === 0 ? 0 : facts.linkEnds[i - 1]!, facts.linkEnds[i]!));
    hash.update(xattrsOf(facts, i));
    const device = findSorted(facts.deviceEntries, i);
    if (device !== -1) hash.update(facts.deviceNumbers.subarray(device * 2, device * 2 + 2));
    records.push(hash.digest());
  }
  records.sort(Buffer.compare);
  const signature = createHash('sha256');
  for (const record of records) signature.update(record);
  files.sort((a, b) => a.hash - b.hash);
  return {
    signature: signature.digest('hex'),
    entryBytes: facts.entryBytes,
    packages,
    files: {
      hashes: Float64Array.from(files, ({ hash }) => hash),
      sizes: Float64Array.from(files, ({ size }) => size),
    },
  };
}
