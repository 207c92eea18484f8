// What earlier runs found in files of a folder: nothing is read again whose device, inode, size, mtime and ctime are the same.
// Rows are kept in the order of the walk, so that the next run finds each at the place where it looks first.
import { randomBytes } from 'node:crypto';
import { renameSync, type Stats, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { removeQuietly } from '../../contents/cache/evict-files.ts';
import { makeFolders } from '../../contents/cache/make-folders.ts';
import { openSealed, seal } from '../../contents/cache/sealed-file.ts';
import type { SecretReading } from '../../context/secrets/file-secrets.ts';

/** Device, inode, size, mtime, ctime, and the number of the reading: 0 for nothing found. */
const COLUMNS = 6;
const HEAD_BYTES = 16;
/** A file that changed so shortly before it was read could change again within the same tick. */
const TICK_MS = 1_000;
/** The file of a row was not searched yet. */
const UNREAD = -1;

/** The files of one folder: those of earlier runs, and those that this run met. */
export class KnownFiles {
  readonly #path: string | undefined;
  readonly #startedMs = Date.now();
  #rows: Float64Array;
  #count: number;
  readonly #readings: SecretReading[];
  /** Rows in the order in which this run met them. */
  #order = new Uint32Array(1024);
  #orderCount = 0;
  #isMet: Uint8Array;
  /** Where the next file is looked for first. */
  #at = 0;
  #rowByInode: Map<number, number> | undefined;
  #isChanged = false;

  /** `path` is the cache's file; undefined keeps nothing beyond this run. */
  constructor(path: string | undefined) {
    this.#path = path;
    const stored = path === undefined ? undefined : decode(openSealed(path));
    this.#rows = stored?.rows ?? new Float64Array(0);
    this.#count = this.#rows.length / COLUMNS;
    this.#readings = [...(stored?.readings ?? [])];
    this.#isMet = new Uint8Array(this.#count);
  }

  /** To be called before each walk. */
  begin(): void {
    this.#at = 0;
  }

  /** The row of a file; where `isNew`, the file must be searched and `note` be told what was found. */
  meet(stat: Stats): { readonly row: number; readonly isNew: boolean } {
    const known = this.#findRow(stat);
    const row = known ?? this.#addRow(stat);
    if (this.#isMet[row] === 0) {
      this.#isMet[row] = 1;
      if (this.#orderCount === this.#order.length)
        this.#order = grow(this.#order, new Uint32Array(this.#order.length * 2));
      this.#order[this.#orderCount++] = row;
    }
    return { row, isNew: known === undefined || this.#rows[row * COLUMNS + 5] === UNREAD };
  }

  /** What was found in the file of a row. */
  reading(row: number): SecretReading | undefined {
    return this.#readings[this.#rows[row * COLUMNS + 5]! - 1];
  }

  /** Notes that the file of a row was searched. */
  note(row: number, reading: SecretReading | undefined): void {
    if (reading !== undefined) this.#readings.push(reading);
    this.#rows[row * COLUMNS + 5] = reading === undefined ? 0 : this.#readings.length;
    this.#isChanged = true;
  }

  /** Writes what this run met, where it differs from what was there. */
  save(): void {
    const isSame = !this.#isChanged && this.#orderCount === this.#count;
    if (this.#path === undefined || isSame || this.#orderCount === 0) return;
    const temporary = `${this.#path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      makeFolders(dirname(this.#path));
      writeFileSync(temporary, seal(this.#encode()), { mode: 0o600 });
      renameSync(temporary, this.#path);
    } catch {
      // A cache that cannot be written is no error: the next run reads the files again.
      removeQuietly(temporary);
    }
  }

  #findRow(stat: Stats): number | undefined {
    if (this.#at < this.#count && this.#isSame(this.#at, stat)) return this.#at++;
    if (this.#count === 0) return undefined;
    if (this.#rowByInode === undefined) {
      this.#rowByInode = new Map();
      for (let row = 0; row < this.#count; row++) this.#rowByInode.set(this.#rows[row * COLUMNS + 1]!, row);
    }
    const row = this.#rowByInode.get(stat.ino);
    if (row === undefined || !this.#isSame(row, stat)) return undefined;
    this.#at = row + 1;
    return row;
  }

  #isSame(row: number, { dev, ino, size, mtimeMs, ctimeMs }: Stats): boolean {
    const at = row * COLUMNS;
    const rows = this.#rows;
    return (
      rows[at + 1] === ino &&
      rows[at + 2] === size &&
      rows[at + 3] === mtimeMs &&
      rows[at + 4] === ctimeMs &&
      rows[at] === dev
    );
  }

  #addRow({ dev, ino, size, mtimeMs, ctimeMs }: Stats): number {
    const row = this.#count++;
    const at = row * COLUMNS;
    if (row >= this.#isMet.length) {
      const length = Math.max(1024, this.#isMet.length * 2);
      this.#isMet = grow(this.#isMet, new Uint8Array(length));
      this.#rows = grow(this.#rows, new Float64Array(length * COLUMNS));
    }
    const rows = this.#rows;
    rows[at] = dev;
    rows[at + 1] = ino;
    rows[at + 2] = size;
    rows[at + 3] = mtimeMs;
    rows[at + 4] = ctimeMs;
    rows[at + 5] = UNREAD;
    this.#rowByInode?.set(ino, row);
    // A walk that meets only new files stays at their end.
    if (this.#at === row) this.#at = this.#count;
    return row;
  }

  #encode(): ArrayBuffer {
    const rows = this.#rows;
    const kept = this.#order.subarray(0, this.#orderCount).filter((row) => {
      const isFresh = rows[row * COLUMNS + 4]! > this.#startedMs - TICK_MS;
      return !isFresh && rows[row * COLUMNS + 5] !== UNREAD;
    });
    const readings: SecretReading[] = [];
    const out = new Float64Array(kept.length * COLUMNS);
    for (const [i, row] of kept.entries()) {
      out.set(rows.subarray(row * COLUMNS, (row + 1) * COLUMNS), i * COLUMNS);
      const reading = this.reading(row);
      if (reading !== undefined) out[i * COLUMNS + 5] = readings.push(reading);
    }
    const json = Buffer.from(JSON.stringify(readings));
    const rowBytes = out.byteLength;
    const block = new ArrayBuffer(HEAD_BYTES + rowBytes + json.length);
    new Float64Array(block, 0, 1)[0] = kept.length;
    new Float64Array(block, HEAD_BYTES, out.length).set(out);
    new Uint8Array(block, HEAD_BYTES + rowBytes).set(json);
    return block;
  }
}

function grow<T extends Float64Array | Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function decode(
  block: ArrayBuffer | 'missing' | 'damaged',
): { readonly rows: Float64Array; readonly readings: readonly SecretReading[] } | undefined {
  if (typeof block === 'string' || block.byteLength < HEAD_BYTES) return undefined;
  const count = new Float64Array(block, 0, 1)[0]!;
  const rowBytes = count * COLUMNS * 8;
  if (!Number.isSafeInteger(count) || count < 0 || HEAD_BYTES + rowBytes > block.byteLength) return undefined;
  try {
    const readings = JSON.parse(
      Buffer.from(block, HEAD_BYTES + rowBytes).toString('utf8'),
    ) as readonly SecretReading[];
    return { rows: new Float64Array(block, HEAD_BYTES, count * COLUMNS), readings };
  } catch {
    return undefined;
  }
}
