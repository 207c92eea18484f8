// Berkeley DB hashes made in code: four buckets in two parts of the file, chains of pages, values on overflow pages.

/** How a file is laid out. */
export interface BdbLayout {
  readonly pageBytes?: number;
  readonly isBigEndian?: boolean;
  /** 13, or 2 as before Berkeley DB 4.6. */
  readonly pageType?: number;
}

const HEADER_BYTES = 26;
const BUCKETS = 4;

/** A file with these values under numbered keys; those of up to 20 bytes are on the hash's own pages. */
export function encodeBdb(
  values: readonly Uint8Array[],
  { pageBytes = 4096, isBigEndian = false, pageType = 13 }: BdbLayout = {},
): Buffer {
  const pages: Buffer[] = [Buffer.alloc(pageBytes)];
  const u16 = (page: Buffer, at: number, value: number): void => {
    if (isBigEndian) page.writeUInt16BE(value, at);
    else page.writeUInt16LE(value, at);
  };
  const u32 = (page: Buffer, at: number, value: number): void => {
    if (isBigEndian) page.writeUInt32BE(value, at);
    else page.writeUInt32LE(value, at);
  };
  const addPage = (type: number): number => {
    const page = Buffer.alloc(pageBytes);
    u32(page, 8, pages.length);
    page[25] = type;
    return pages.push(page) - 1;
  };
  const overflow = (value: Uint8Array): number => {
    const room = pageBytes - HEADER_BYTES;
    const number = addPage(7);
    const page = pages[number]!;
    page.set(value.subarray(0, room), HEADER_BYTES);
    u16(page, 20, 1);
    u16(page, 22, Math.min(room, value.length));
    if (value.length > room) u32(page, 16, overflow(value.subarray(room)));
    return number;
  };
  const keyItem = (number: number): Buffer => {
    const item = Buffer.alloc(5);
    item[0] = 1;
    u32(item, 1, number);
    return item;
  };
  const valueItem = (value: Uint8Array): Buffer => {
    if (value.length <= 20) return Buffer.concat([Buffer.of(1), value]);
    const item = Buffer.alloc(12);
    item[0] = 3;
    u32(item, 4, overflow(value));
    u32(item, 8, value.length);
    return item;
  };
  /** Puts a bucket's values on its first page and on further ones behind it. */
  const fill = (first: number, bucket: number): void => {
    let page = pages[first]!;
    let items = 0;
    let content = pageBytes;
    for (let i = bucket; i < values.length; i += BUCKETS) {
      const pair = [keyItem(i + 1), valueItem(values[i]!)];
      const pairBytes = pair[0]!.length + pair[1]!.length;
      if (content - pairBytes < HEADER_BYTES + 2 * (items + 2)) {
        const next = addPage(pageType);
        u32(page, 16, next);
        page = pages[next]!;
        items = 0;
        content = pageBytes;
      }
      for (const item of pair) {
        content -= item.length;
        page.set(item, content);
        u16(page, HEADER_BYTES + 2 * items++, content);
      }
      u16(page, 20, items);
      u16(page, 22, content);
    }
  };

  const metadata = pages[0]!;
  u32(metadata, 12, 0x00061561);
  u32(metadata, 16, 9);
  u32(metadata, 20, pageBytes);
  metadata[25] = 8;
  u32(metadata, 72, BUCKETS - 1);
  u32(metadata, 76, BUCKETS - 1);
  u32(metadata, 80, 1);
  const low = [addPage(pageType), addPage(pageType)];
  u32(metadata, 96, low[0]!);
  u32(metadata, 100, low[0]!);
  fill(low[0]!, 0);
  fill(low[1]!, 1);
  const high = [addPage(pageType), addPage(pageType)];
  u32(metadata, 104, high[0]! - 2);
  fill(high[0]!, 2);
  fill(high[1]!, 3);
  u32(metadata, 32, pages.length - 1);
  return Buffer.concat(pages);
}
