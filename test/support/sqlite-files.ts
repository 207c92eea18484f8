// SQLite files made in code: tables of a number and a blob, b-trees of as many levels as the rows need, overflow pages.

/** How a file is laid out. */
export interface SqliteLayout {
  readonly pageBytes?: number;
  /** At the end of each page, for extensions. */
  readonly reservedBytes?: number;
}

const HEADER_BYTES = 100;

interface Cell {
  readonly bytes: Buffer;
  readonly rowId: number;
}

/** A file with these tables; the rows are numbered from 1. */
export function encodeSqlite(
  tables: Readonly<Record<string, readonly Uint8Array[]>>,
  { pageBytes = 4096, reservedBytes = 0 }: SqliteLayout = {},
): Buffer {
  const usable = pageBytes - reservedBytes;
  const pages: Buffer[] = [Buffer.alloc(pageBytes)];
  const addPage = (): number => pages.push(Buffer.alloc(pageBytes));
  const page = (number: number): Buffer => pages[number - 1]!;

  const leafCell = (rowId: number, payload: Buffer): Cell => {
    const most = usable - 35;
    const least = Math.floor(((usable - 12) * 32) / 255) - 23;
    const fitting = least + ((payload.length - least) % (usable - 4));
    const local = payload.length <= most ? payload.length : fitting <= most ? fitting : least;
    const head = [encodeVarint(payload.length), encodeVarint(rowId), payload.subarray(0, local)];
    if (local < payload.length) {
      const pointer = Buffer.alloc(4);
      pointer.writeUInt32BE(overflow(payload.subarray(local)));
      head.push(pointer);
    }
    return { bytes: Buffer.concat(head), rowId };
  };
  const overflow = (rest: Buffer): number => {
    const number = addPage();
    rest.copy(page(number), 4, 0, usable - 4);
    if (rest.length > usable - 4) page(number).writeUInt32BE(overflow(rest.subarray(usable - 4)));
    return number;
  };
  /** Writes cells into a page from its end down, as many as fit; gives how many. */
  const fill = (number: number, type: number, cells: readonly Cell[], from: number): number => {
    const start = number === 1 ? HEADER_BYTES : 0;
    const headBytes = start + (type === 13 ? 8 : 12);
    let content = usable;
    let count = 0;
    for (let i = from; i < cells.length; i++) {
      if (content - cells[i]!.bytes.length < headBytes + 2 * (count + 1)) break;
      content -= cells[i]!.bytes.length;
      cells[i]!.bytes.copy(page(number), content);
      page(number).writeUInt16BE(content, headBytes + 2 * count++);
    }
    page(number)[start] = type;
    page(number).writeUInt16BE(count, start + 3);
    page(number).writeUInt16BE(content & 0xffff, start + 5);
    return count;
  };
  /** A b-tree of the cells; gives its root. */
  const plant = (cells: readonly Cell[]): number => {
    let level: Cell[] = [];
    let at = 0;
    do {
      const number = addPage();
      at += fill(number, 13, cells, at);
      level.push(child(number, cells[at - 1]?.rowId ?? 0));
    } while (at < cells.length);
    while (level.length > 1) {
      const above: Cell[] = [];
      for (let from = 0; from < level.length; ) {
        const number = addPage();
        // The last child of a page has no cell but the right pointer.
        const count = fill(number, 5, level.slice(0, level.length - 1), from);
        const right = level[from + count]!;
        right.bytes.copy(page(number), 8, 0, 4);
        from += count + 1;
        above.push(child(number, right.rowId));
      }
      level = above;
    }
    return level[0]!.bytes.readUInt32BE(0);
  };

  const schema: Cell[] = [];
  for (const [name, blobs] of Object.entries(tables)) {
    const root = plant(blobs.map((blob, i) => leafCell(i + 1, encodeRecord([null, Buffer.from(blob)]))));
    const row = encodeRecord(['table', name, name, root, `CREATE TABLE '${name}' (hnum, blob)`]);
    schema.push(leafCell(schema.length + 1, row));
  }
  fill(1, 13, schema, 0);
  const header = page(1);
  header.write('SQLite format 3\0', 0, 'latin1');
  header.writeUInt16BE(pageBytes === 65536 ? 1 : pageBytes, 16);
  header.set([2, 2, reservedBytes, 64, 32, 32], 18);
  header.writeUInt32BE(pages.length, 28);
  header.writeUInt32BE(1, 56);
  return Buffer.concat(pages);
}

function child(number: number, rowId: number): Cell {
  const pointer = Buffer.alloc(4);
  pointer.writeUInt32BE(number);
  return { bytes: Buffer.concat([pointer, encodeVarint(rowId)]), rowId };
}

/** A record: serial types, then values. */
export function encodeRecord(values: readonly (null | number | string | Buffer)[]): Buffer {
  const types: Buffer[] = [];
  const bodies: Buffer[] = [];
  for (const value of values) {
    if (value === null) types.push(encodeVarint(0));
    else if (typeof value === 'number') {
      const body = Buffer.alloc(4);
      body.writeInt32BE(value);
      types.push(encodeVarint(4));
      bodies.push(body);
    } else {
      const body = Buffer.from(value as string);
      types.push(encodeVarint(body.length * 2 + (typeof value === 'string' ? 13 : 12)));
      bodies.push(body);
    }
  }
  const typeBytes = Buffer.concat(types);
  return Buffer.concat([encodeVarint(typeBytes.length + 1), typeBytes, ...bodies]);
}

/** Up to 2^49. */
export function encodeVarint(value: number): Buffer {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    bytes.unshift((rest % 128) | 0x80);
  return Buffer.from(bytes);
}
