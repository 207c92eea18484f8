// rpm's own database, `Packages.db` (rpm's lib/backend/ndb/rpmpkg.c): a header of 32 bytes, pages of slots, then blobs in
// blocks of 16 bytes. All numbers are little-endian.

const MAGIC = tag('RpmP');
const SLOT_MAGIC = tag('Slot');
const BLOB_HEAD_MAGIC = tag('BlbS');
const BLOB_TAIL_MAGIC = tag('BlbE');
const VERSION = 0;
const HEADER_BYTES = 32;
const PAGE_BYTES = 4096;
const SLOT_BYTES = 16;
const BLOCK_BYTES = 16;
const BLOB_HEAD_BYTES = 16;
const BLOB_TAIL_BYTES = 12;

/** The blobs of the slots in use, in the slots' order; undefined where `content` is no such database. */
export function readNdb(content: Uint8Array): Iterable<Uint8Array> | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.length < HEADER_BYTES) return undefined;
  if (bytes.readUInt32LE(0) !== MAGIC || bytes.readUInt32LE(4) !== VERSION) return undefined;
  const slotsEnd = Math.min(bytes.readUInt32LE(12) * PAGE_BYTES, bytes.length);
  return readSlots(bytes, slotsEnd);
}

function* readSlots(bytes: Buffer, slotsEnd: number): Generator<Uint8Array> {
  for (let at = HEADER_BYTES; at + SLOT_BYTES <= slotsEnd; at += SLOT_BYTES) {
    if (bytes.readUInt32LE(at) !== SLOT_MAGIC) continue;
    const packageIndex = bytes.readUInt32LE(at + 4);
    const offset = bytes.readUInt32LE(at + 8) * BLOCK_BYTES;
    const blocks = bytes.readUInt32LE(at + 12);
    if (packageIndex === 0 || offset < slotsEnd) continue;
    const blob = readBlob(bytes, packageIndex, offset, blocks);
    if (blob !== undefined) yield blob;
  }
}

/** A blob whose head and tail agree with the slot. The checksum is not tried, as rpm does not when it reads. */
function readBlob(
  bytes: Buffer,
  packageIndex: number,
  offset: number,
  blocks: number,
): Uint8Array | undefined {
  const end = offset + blocks * BLOCK_BYTES;
  if (blocks * BLOCK_BYTES < BLOB_HEAD_BYTES + BLOB_TAIL_BYTES || end > bytes.length) return undefined;
  if (bytes.readUInt32LE(offset) !== BLOB_HEAD_MAGIC || bytes.readUInt32LE(offset + 4) !== packageIndex)
    return undefined;
  const blobBytes = bytes.readUInt32LE(offset + 12);
  if (blocks !== Math.ceil((BLOB_HEAD_BYTES + blobBytes + BLOB_TAIL_BYTES) / BLOCK_BYTES)) return undefined;
  const tail = end - BLOB_TAIL_BYTES;
  if (bytes.readUInt32LE(tail + 4) !== blobBytes || bytes.readUInt32LE(tail + 8) !== BLOB_TAIL_MAGIC)
    return undefined;
  return bytes.subarray(offset + BLOB_HEAD_BYTES, offset + BLOB_HEAD_BYTES + blobBytes);
}

function tag(text: string): number {
  return Buffer.from(text, 'latin1').readUInt32LE(0);
}
