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
const NOTHING: SecretReading = { matches: [], unread: [] };

/** The files of one folder: those that were known, and those that this run saw. */
export class KnownFiles {
  readonly #path: string | undefined;
  readonly #startedMs = Date.now();
  readonly #known: Float64Array;
  readonly #knownReadings: readonly SecretReading[];
  #at = 0;
  #rowByInode: Map<number, number> | undefined;
  #seen = new Float64Array(COLUMNS * 1024);
  #seenCount = 0;
  #isChanged = false;
  readonly #readings: SecretReading[] = [];

  /** `path` is the cache's file; undefined keeps and knows nothing. */
  constructor(path: string | undefined) {
    this.#path = path;
    const stored = path === undefined ? undefined : decode(openSealed(path));
    this.#known = stored?.rows ?? new Float64Array(0);
    this.#knownReadings = stored?.readings ?? [];
  }

  /** What an earlier run found in the file; undefined where it must be read. */
  find(stat: Stats): SecretReading | undefined {
    const row = this.#findRow(stat);
    if (row === undefined) return undefined;
    const reading = this.#known[row * COLUMNS + 5]!;
    return reading === 0 ? NOTHING : this.#knownReadings[reading - 1];
  }

  /** Keeps what was found, now or before. */
  keep({ dev, ino, size, mtimeMs, ctimeMs }: Stats, reading: SecretReading): void {
    if (this.#path === undefined || ctimeMs > this.#startedMs - TICK_MS) return;
    if ((this.#seenCount + 1) * COLUMNS > this.#seen.length) {
      const larger = new Float64Array(this.#seen.length * 2);
      larger.set(this.#seen);
      this.#seen = larger;
    }
    const isFound = reading.matches.length + reading.unread.length > 0;
    if (isFound) this.#readings.push(reading);
    this.#seen.set(
      [dev, ino, size, mtimeMs, ctimeMs, isFound ? this.#readings.length : 0],
      this.#seenCount * COLUMNS,
    );
    this.#seenCount++;
  }

  /** To be called where a file had to be read. */
  noteChange(): void {
    this.#isChanged = true;
  }

  /** Writes what this run saw, where it differs from what was there. */
  save(): void {
    const isSame = !this.#isChanged && this.#seenCount * COLUMNS === this.#known.length;
    if (this.#path === undefined || isSame || this.#seenCount === 0) return;
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
    const count = this.#known.length / COLUMNS;
    if (this.#at < count && this.#isSame(this.#at, stat)) return this.#at++;
    if (count === 0) return undefined;
    this.#rowByInode ??= new Map(
      Array.from({ length: count }, (_, row) => [this.#known[row * COLUMNS + 1]!, row]),
    );
    const row = this.#rowByInode.get(stat.ino);
    if (row === undefined || !this.#isSame(row, stat)) return undefined;
    this.#at = row + 1;
    return row;
  }

  #isSame(row: number, { dev, ino, size, mtimeMs, ctimeMs }: Stats): boolean {
    const at = row * COLUMNS;
    const known = this.#known;
    return (
      known[at + 1] === ino &&
      known[at + 2] === size &&
      known[at + 3] === mtimeMs &&
      known[at + 4] === ctimeMs &&
      known[at] === dev
    );
  }

  #encode(): ArrayBuffer {
    const json = Buffer.from(JSON.stringify(this.#readings));
    const rowBytes = this.#seenCount * COLUMNS * 8;
    const block = new ArrayBuffer(HEAD_BYTES + rowBytes + json.length);
    new Float64Array(block, 0, 1)[0] = this.#seenCount;
    new Float64Array(block, HEAD_BYTES, this.#seenCount * COLUMNS).set(
      this.#seen.subarray(0, this.#seenCount * COLUMNS),
    );
    new Uint8Array(block, HEAD_BYTES + rowBytes).set(json);
    return block;
  }
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
