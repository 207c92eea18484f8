// Numbers in the byte order and the word size that an ELF file states in its first bytes.

/** How a file writes its numbers. */
export interface ElfEncoding {
  readonly is64: boolean;
  readonly isBigEndian: boolean;
}

/** Reads fields of `bytes`; what lies beyond their end reads as 0. */
export class ElfFields {
  readonly length: number;
  readonly is64: boolean;
  readonly #view: DataView;
  readonly #isLittleEndian: boolean;

  constructor(bytes: Uint8Array, { is64, isBigEndian }: ElfEncoding) {
    this.length = bytes.length;
    this.is64 = is64;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#isLittleEndian = !isBigEndian;
  }

  u16(at: number): number {
    return at + 2 <= this.length ? this.#view.getUint16(at, this.#isLittleEndian) : 0;
  }

  u32(at: number): number {
    return at + 4 <= this.length ? this.#view.getUint32(at, this.#isLittleEndian) : 0;
  }

  /** Exact up to 2^53; beyond, no offset of any file and no address that is looked up. */
  u64(at: number): number {
    const [high, low] = this.#isLittleEndian ? [at + 4, at] : [at, at + 4];
    return at + 8 <= this.length ? this.u32(high) * 2 ** 32 + this.u32(low) : 0;
  }

  /** An address or an offset: 8 bytes in a 64-bit file, 4 in a 32-bit one. */
  word(at: number): number {
    return this.is64 ? this.u64(at) : this.u32(at);
  }
}
