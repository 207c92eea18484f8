// An rpm header as databases hold it: counts, an index of tags, the values (rpm's docs/manual/format_header.md). The first
// entry of the index may be a region: what was signed. Entries after the region replace those of the same tag in it.
import { TAG, TYPE, TYPE_BYTES } from './header-tags.ts';

const COUNTS_BYTES = 8;
const ENTRY_BYTES = 16;
/** rpm's own limit of anything in a package (HEADER_ARRAY_MAX); packages with some 100 000 files are known. */
const MOST_VALUES = 0xfffff;

interface IndexEntry {
  readonly type: number;
  readonly count: number;
  readonly start: number;
}

/** Strings with a NUL after each, one behind the other. */
export interface StringRange {
  readonly bytes: Buffer;
  readonly start: number;
  /** Behind the last NUL. */
  readonly end: number;
  readonly count: number;
}

/** The values of one header. A tag that is absent, of another type or out of bounds reads as nothing. */
export class PackageHeader {
  readonly #bytes: Buffer;
  readonly #index: ReadonlyMap<number, IndexEntry>;

  private constructor(bytes: Buffer, index: ReadonlyMap<number, IndexEntry>) {
    this.#bytes = bytes;
    this.#index = index;
  }

  /** The header in `blob`, all of it; undefined where the counts and offsets do not fit, as rpm itself refuses them. */
  static read(blob: Uint8Array): PackageHeader | undefined {
    const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
    if (bytes.length < COUNTS_BYTES + ENTRY_BYTES) return undefined;
    const entries = bytes.readUInt32BE(0);
    const dataBytes = bytes.readUInt32BE(4);
    const dataStart = COUNTS_BYTES + entries * ENTRY_BYTES;
    if (entries === 0 || dataStart + dataBytes !== bytes.length) return undefined;
    const index = new Map<number, IndexEntry>();
    const firstTag = bytes.readUInt32BE(COUNTS_BYTES);
    const hasRegion = firstTag >= TAG.headerImage && firstTag <= TAG.headerImmutable;
    for (let i = hasRegion ? 1 : 0; i < entries; i++) {
      const at = COUNTS_BYTES + i * ENTRY_BYTES;
      const type = bytes.readUInt32BE(at + 4);
      const offset = bytes.readUInt32BE(at + 8);
      const count = bytes.readUInt32BE(at + 12);
      if (type < TYPE.char || type > TYPE.i18nString) return undefined;
      if (offset >= dataBytes || count === 0 || count > dataBytes) return undefined;
      if (type !== TYPE.binary && count > MOST_VALUES) return undefined;
      if (offset + count * TYPE_BYTES[type]! > dataBytes) return undefined;
      const tag = bytes.readUInt32BE(at);
      index.set(tag, { type, count, start: dataStart + offset });
      if (tag === TAG.baseNames) index.delete(TAG.oldFileNames);
    }
    return new PackageHeader(bytes, index);
  }

  /** The bytes that the header takes. */
  get sizeBytes(): number {
    return this.#bytes.length;
  }

  /** A string, the first where there are more; empty where there is none. */
  text(tag: number): string {
    const entry = this.#index.get(tag);
    if (entry === undefined || !isText(entry.type)) return '';
    const end = this.#bytes.indexOf(0, entry.start);
    return end < 0 ? '' : this.#bytes.toString('utf8', entry.start, end);
  }

  /** All strings of a tag as bytes; undefined where there are fewer than stated. */
  stringRange(tag: number): StringRange | undefined {
    const entry = this.#index.get(tag);
    if (entry === undefined || !isText(entry.type)) return undefined;
    let end = entry.start;
    for (let i = 0; i < entry.count; i++) {
      const nul = this.#bytes.indexOf(0, end);
      if (nul < 0) return undefined;
      end = nul + 1;
    }
    return { bytes: this.#bytes, start: entry.start, end, count: entry.count };
  }

  /** All strings of a tag. */
  strings(tag: number): readonly string[] {
    const range = this.stringRange(tag);
    return range === undefined ? [] : this.#bytes.toString('utf8', range.start, range.end - 1).split('\0');
  }

  /** Whole numbers without a sign; those of 64 bits rounded where they are beyond 2^53. */
  numbers(tag: number): ArrayLike<number> {
    const entry = this.#index.get(tag);
    if (entry === undefined) return [];
    const { type, count, start } = entry;
    const width = TYPE_BYTES[type]!;
    if (isText(type) || type === TYPE.binary) return [];
    if (width === 1) return this.#bytes.subarray(start, start + count);
    const numbers = new Float64Array(count);
    for (let i = 0, at = start; i < count; i++, at += width)
      numbers[i] = width === 8 ? Number(this.#bytes.readBigUInt64BE(at)) : this.#bytes.readUIntBE(at, width);
    return numbers;
  }
}

function isText(type: number): boolean {
  return type === TYPE.string || type === TYPE.stringArray || type === TYPE.i18nString;
}
