// What a file costs to ship, estimated from what it is: the same in every run and for every way in which the input is
// compressed, so that plans do not hang on that. The shares are those of Debian's images under gzip.
import { CONTENT_TYPE, ENTRY_KIND, type LayerFacts } from '../../../contents/facts/layer-facts.ts';

const { gzip, zip, xz, bzip2, zstd, deb, rpm, zeros, elfExecutable, elfShared } = CONTENT_TYPE;
/** What is compressed already stays as it is. */
const PACKED: ReadonlySet<number> = new Set([gzip, zip, xz, bzip2, zstd, deb, rpm]);
const SHARES = { packed: 0.98, program: 0.42, other: 0.35, zeros: 0.001 };
const BLOCK_BYTES = 512;
/** A header after compression. */
const HEADER_SHIPPED_BYTES = 70;

/** The bytes of an entry with this many names in a tar. */
export function estimateTarBytes(facts: LayerFacts, i: number, nameCount: number): number {
  const content = facts.kinds[i] === ENTRY_KIND.file ? facts.sizes[i]! : 0;
  return BLOCK_BYTES * nameCount + Math.ceil(content / BLOCK_BYTES) * BLOCK_BYTES;
}

/** The same bytes as a registry ships them. */
export function estimateShippedBytes(facts: LayerFacts, i: number, nameCount: number): number {
  return HEADER_SHIPPED_BYTES * nameCount + facts.sizes[i]! * shareOf(facts.contentTypes[i]!);
}

function shareOf(type: number): number {
  if (PACKED.has(type)) return SHARES.packed;
  if (type === zeros) return SHARES.zeros;
  return type === elfExecutable || type === elfShared ? SHARES.program : SHARES.other;
}
