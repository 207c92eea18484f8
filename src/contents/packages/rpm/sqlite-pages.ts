// Pages of an SQLite file: its header, the cells of table b-trees, and overflow chains (sqlite.org/fileformat2.html, sections
// 1.3, 1.6 and 1.7). Every page is used once, so that no pointer leads anywhere for long.

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
const UTF_8 = 1;
const INTERIOR_TABLE = 5;
const LEAF_TABLE = 13;

/** A varint (section 1.6) and where it ends; beyond 2^53 it is rounded. */
export interface Varint {
  readonly value: number;
  readonly end: number;
}

/** Reads a varint that must end before `limit`. */
export function readVarint(bytes: Uint8Array, at: number, limit: number): Varint | undefined {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    if (at + i >= limit) return undefined;
    const byte = bytes[at + i]!;
    if (i === 8) return { value: value * 256 + byte, end: at + 9 };
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + i + 1 };
  }
  return undefined;
}

/** The pages of one file, and which of them were used. */
export class SqlitePages {
  readonly #bytes: Buffer;
  readonly #pageBytes: number;
  readonly #usableBytes: number;
  readonly #used: Uint8Array;

  private constructor(bytes: Buffer, pageBytes: number, usableBytes: number) {
    this.#bytes = bytes;
    this.#pageBytes = pageBytes;
    this.#usableBytes = usableBytes;
    this.#used = new Uint8Array(Math.floor(bytes.length / pageBytes) + 1);
  }

  /** Undefined where `content` has no header of an SQLite file with UTF-8 text. */
  static open(content: Uint8Array): SqlitePages | undefined {
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
    const stated = bytes.readUInt16BE(16);
    const pageBytes = stated === 1 ? 65536 : stated;
    const usableBytes = pageBytes - bytes[20]!;
    if (pageBytes < 512 || (pageBytes & (pageBytes - 1)) !== 0 || usableBytes < 480) return undefined;
    const encoding = bytes.readUInt32BE(56);
    // 0 in a file that nothing was ever written to.
    if (encoding !== UTF_8 && encoding !== 0) return undefined;
    return new SqlitePages(bytes, pageBytes, usableBytes);
  }

  /** The records of a table in the order of their row ids; damaged pages and cells are passed over. */
  *records(rootPage: number): Generator<Uint8Array> {
    const pending: number[] = [];
    const expect = (page: number): void => {
      const start = this.#use(page);
      if (start !== undefined) pending.push(start);
    };
    expect(rootPage);
    for (let start = pending.pop(); start !== undefined; start = pending.pop()) {
      const header = start === 0 ? HEADER_BYTES : start;
      const type = this.#bytes[header];
      if (type !== INTERIOR_TABLE && type !== LEAF_TABLE) continue;
      const pointers = header + (type === LEAF_TABLE ? 8 : 12);
      const end = start + this.#usableBytes;
      const cells = Math.min(this.#bytes.readUInt16BE(header + 3), Math.floor((end - pointers) / 2));
      if (type === INTERIOR_TABLE) {
        expect(this.#bytes.readUInt32BE(header + 8));
        for (let i = cells - 1; i >= 0; i--) {
          const cell = start + this.#bytes.readUInt16BE(pointers + 2 * i);
          if (cell + 4 <= end) expect(this.#bytes.readUInt32BE(cell));
        }
        continue;
      }
      for (let i = 0; i < cells; i++) {
        const payload = this.#payload(start + this.#bytes.readUInt16BE(pointers + 2 * i), end);
        if (payload !== undefined) yield payload;
      }
    }
  }

  /** Where a page starts; undefined where there is none, or where it was used before. */
  #use(page: number): number | undefined {
    const start = (page - 1) * this.#pageBytes;
    if (page === 0 || start + this.#pageBytes > this.#bytes.length || this.#used[page] !== 0)
      return undefined;
    this.#used[page] = 1;
    return start;
  }

  /** A leaf cell: the payload's length, the row id, the payload as far as it fits, then its first overflow page. */
  #payload(cell: number, end: number): Uint8Array | undefined {
    const length = readVarint(this.#bytes, cell, end);
    const rowId = length && readVarint(this.#bytes, length.end, end);
    if (length === undefined || rowId === undefined || length.value > this.#bytes.length) return undefined;
    const localBytes = this.#localBytes(length.value);
    const localEnd = rowId.end + localBytes;
    const isWhole = localBytes === length.value;
    if (localEnd + (isWhole ? 0 : 4) > end) return undefined;
    const local = this.#bytes.subarray(rowId.end, localEnd);
    return isWhole ? local : this.#overflow(local, this.#bytes.readUInt32BE(localEnd), length.value);
  }

  /** How much of a payload is in the cell itself (section 1.6). */
  #localBytes(payloadBytes: number): number {
    const most = this.#usableBytes - 35;
    if (payloadBytes <= most) return payloadBytes;
    const least = Math.floor(((this.#usableBytes - 12) * 32) / 255) - 23;
    const fitting = least + ((payloadBytes - least) % (this.#usableBytes - 4));
    return fitting <= most ? fitting : least;
  }

  #overflow(local: Uint8Array, firstPage: number, payloadBytes: number): Uint8Array | undefined {
    const pieces = [local];
    let missing = payloadBytes - local.length;
    for (let page = firstPage; missing > 0; ) {
      const start = this.#use(page);
      if (start === undefined) return undefined;
      const length = Math.min(missing, this.#usableBytes - 4);
      pieces.push(this.#bytes.subarray(start + 4, start + 4 + length));
      missing -= length;
      page = this.#bytes.readUInt32BE(start);
    }
    return Buffer.concat(pieces, payloadBytes);
  }
}
