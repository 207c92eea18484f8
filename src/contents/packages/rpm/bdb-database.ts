// `Packages` of Berkeley DB: a hash of header numbers to header blobs, read as rpm's own reader does (rpm's
// lib/backend/bdb_ro.c; the pages are in Berkeley DB's dbinc/db_page.h). Numbers are in the order of the machine that wrote them.

const HASH_MAGIC = 0x00061561;
const METADATA_BYTES = 512;
const VERSIONS: ReadonlySet<number> = new Set([8, 9, 10]);
const PAGE_SIZES: ReadonlySet<number> = new Set([512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]);
/** The pages then have a checksum in their headers; rpm never asked for that. */
const CHECKSUM_FLAG = 1;
const PAGE_HEADER_BYTES = 26;
const UNSORTED_HASH_PAGE = 2;
const OVERFLOW_PAGE = 7;
const HASH_PAGE = 13;
const ITEM_ON_PAGE = 1;
const ITEM_OFF_PAGE = 3;
const OFF_PAGE_ITEM_BYTES = 12;
const SPLIT_POINTS = 32;

/** The values of the hash, bucket by bucket; undefined where `content` is no such database. */
export function readBdb(content: Uint8Array): Iterable<Uint8Array> | undefined {
  if (content.length < METADATA_BYTES) return undefined;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const isLittle = view.getUint32(12, true) === HASH_MAGIC;
  if (!isLittle && view.getUint32(12) !== HASH_MAGIC) return undefined;
  const [encryption, flags] = [view.getUint8(24), view.getUint8(26)];
  if (encryption !== 0 || (flags & CHECKSUM_FLAG) !== 0) return undefined;
  const isKnown = VERSIONS.has(view.getUint32(16, isLittle)) && PAGE_SIZES.has(view.getUint32(20, isLittle));
  return isKnown ? new BdbHash(content, view, isLittle).values() : undefined;
}

class BdbHash {
  readonly #content: Uint8Array;
  readonly #view: DataView;
  readonly #isLittle: boolean;
  readonly #pageBytes: number;
  /** Every page is used once, so that no chain is without end. */
  readonly #used: Uint8Array;

  constructor(content: Uint8Array, view: DataView, isLittle: boolean) {
    this.#content = content;
    this.#view = view;
    this.#isLittle = isLittle;
    this.#pageBytes = this.#u32(20);
    this.#used = new Uint8Array(Math.floor(content.length / this.#pageBytes) + 1);
  }

  *values(): Generator<Uint8Array> {
    const lastBucket = Math.min(this.#u32(72), this.#used.length);
    for (let bucket = 0; bucket <= lastBucket; bucket++)
      for (let page = this.#pageOf(bucket); page !== 0; ) {
        const start = this.#use(page);
        if (start === undefined) break;
        const type = this.#view.getUint8(start + 25);
        if (type !== HASH_PAGE && type !== UNSORTED_HASH_PAGE) break;
        yield* this.#valuesOn(start);
        page = this.#u32(start + 16);
      }
  }

  /** Buckets lie behind each other up to the next power of two, whose part is wherever the file ended then. */
  #pageOf(bucket: number): number {
    const splitPoint = bucket === 0 ? 0 : 32 - Math.clz32(bucket);
    return splitPoint < SPLIT_POINTS ? bucket + this.#u32(96 + 4 * splitPoint) : 0;
  }

  /** Keys and values in turn, from the page's end down: each ends where the one before starts. */
  *#valuesOn(start: number): Generator<Uint8Array> {
    const most = Math.floor((this.#pageBytes - PAGE_HEADER_BYTES) / 2);
    const items = Math.min(this.#u16(start + 20), most);
    for (let i = 0; i + 1 < items; i += 2) {
      const keyOffset = this.#u16(start + PAGE_HEADER_BYTES + 2 * i);
      const valueOffset = this.#u16(start + PAGE_HEADER_BYTES + 2 * i + 2);
      if (valueOffset >= keyOffset || keyOffset > this.#pageBytes) continue;
      const value = this.#value(start + valueOffset, start + keyOffset);
      if (value !== undefined) yield value;
    }
  }

  #value(at: number, end: number): Uint8Array | undefined {
    const kind = this.#view.getUint8(at);
    if (kind === ITEM_ON_PAGE) return this.#content.subarray(at + 1, end);
    if (kind !== ITEM_OFF_PAGE || end - at !== OFF_PAGE_ITEM_BYTES) return undefined;
    return this.#overflow(this.#u32(at + 4), this.#u32(at + 8));
  }

  #overflow(firstPage: number, valueBytes: number): Uint8Array | undefined {
    const pieces: Uint8Array[] = [];
    let missing = valueBytes;
    for (let page = firstPage; missing > 0; ) {
      const start = this.#use(page);
      if (start === undefined || this.#view.getUint8(start + 25) !== OVERFLOW_PAGE) return undefined;
      const length = this.#u16(start + 22);
      if (length > missing || length > this.#pageBytes - PAGE_HEADER_BYTES) return undefined;
      pieces.push(this.#content.subarray(start + PAGE_HEADER_BYTES, start + PAGE_HEADER_BYTES + length));
      missing -= length;
      page = this.#u32(start + 16);
    }
    return Buffer.concat(pieces, valueBytes);
  }

  /** Where a page starts; undefined where there is none, it states another number, or it was used before. */
  #use(page: number): number | undefined {
    const start = page * this.#pageBytes;
    if (page === 0 || start + this.#pageBytes > this.#content.length || this.#used[page] !== 0)
      return undefined;
    if (this.#u32(start + 8) !== page) return undefined;
    this.#used[page] = 1;
    return start;
  }

  #u16(at: number): number {
    return this.#view.getUint16(at, this.#isLittle);
  }

  #u32(at: number): number {
    return this.#view.getUint32(at, this.#isLittle);
  }
}
