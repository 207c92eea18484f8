// What earlier runs found in files of a folder: nothing is read again whose device, inode, size, mtime and ctime are the same.
// One file holds it all, in the form in which it is used; rows are in the order of walks.
import { randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { removeQuietly } from '../../contents/cache/evict-files.ts';
import { makeFolders } from '../../contents/cache/make-folders.ts';
import { openSealed, seal } from '../../contents/cache/sealed-file.ts';
import type { SecretReading } from '../../context/secrets/file-secrets.ts';
import {
  areConsistent,
  IDENTITY_COLUMNS,
  type KnownRows,
  ROW_COLUMNS,
  shareRows,
} from '../../context/secrets/known-rows.ts';
import type { SearchedFiles, SearchMemory } from '../../context/secrets/search-memory.ts';

const HEAD_BYTES = 16;
/** A file that changed so shortly before it was read could change again within the same tick. */
const TICK_MS = 1_000;

/** The files of one folder: those of earlier runs, and those that this run met. */
export class KnownFiles implements SearchMemory {
  readonly #path: string | undefined;
  readonly #startedMs = Date.now();
  #known: KnownRows | undefined;
  #readings: SecretReading[] = [];
  #isMet = new Uint8Array(0);
  #metCount = 0;
  /** Files that this run read: their rows, in pieces. */
  #fresh: Float64Array[] = [];
  #hasNew = false;

  /** `path` is the cache's file; undefined keeps nothing beyond this run. */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  begin(): KnownRows {
    if (this.#known === undefined) {
      const stored = this.#path === undefined ? undefined : decode(openSealed(this.#path));
      this.#readings = [...(stored?.readings ?? [])];
      this.#use(stored?.known ?? shareRows([]));
    } else if (this.#fresh.length > 0) this.#takeFresh();
    return this.#known!;
  }

  readingOf(number: number): SecretReading | undefined {
    return this.#readings[number - 1];
  }

  note(parts: Iterable<SearchedFiles>): void {
    for (const { files, readings } of parts) {
      const { rows, fresh, identities } = files;
      for (let i = 0; i < rows.length; i++) this.#meet(rows[i]!);
      if (fresh.length === 0) continue;
      const added = new Float64Array(fresh.length * ROW_COLUMNS);
      for (let i = 0; i < fresh.length; i++) {
        for (let k = 0; k < IDENTITY_COLUMNS; k++)
          added[i * ROW_COLUMNS + k] = identities[i * IDENTITY_COLUMNS + k]!;
        const reading = readings?.get(fresh[i]!);
        if (reading !== undefined) added[i * ROW_COLUMNS + IDENTITY_COLUMNS] = this.#readings.push(reading);
      }
      this.#fresh.push(added);
      this.#hasNew = true;
    }
  }

  /** Writes what this run met, where it differs from what was there. */
  save(): void {
    if (this.#path === undefined || this.#known === undefined) return;
    if (this.#fresh.length > 0) this.#takeFresh();
    const isSame = !this.#hasNew && this.#metCount === this.#isMet.length;
    if (isSame || this.#metCount === 0) return;
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

  #use(known: KnownRows): void {
    this.#known = known;
    this.#isMet = new Uint8Array(known.rows.length / ROW_COLUMNS);
    this.#metCount = 0;
  }

  #meet(row: number): void {
    if (this.#isMet[row] === 1) return;
    this.#isMet[row] = 1;
    this.#metCount++;
  }

  /** What this run read becomes known: another context of the run may send it too. */
  #takeFresh(): void {
    const met = this.#isMet;
    const before = this.#known!.rows;
    this.#use(shareRows([before, ...this.#fresh.splice(0)]));
    const count = this.#isMet.length;
    // Of the rows that were there none was left out, so that the numbers are the same.
    for (let row = 0; row < count; row++) if (row >= met.length || met[row] === 1) this.#meet(row);
  }

  #encode(): ArrayBuffer {
    const { rows } = this.#known!;
    const readings: SecretReading[] = [];
    let length = 0;
    // What is kept moves to the front: the run is over, and at its end is no room for one more copy.
    for (let at = 0; at < rows.length; at += ROW_COLUMNS) {
      const isFresh = rows[at + 4]! > this.#startedMs - TICK_MS;
      if (isFresh || this.#isMet[at / ROW_COLUMNS] === 0) continue;
      const reading = this.readingOf(rows[at + IDENTITY_COLUMNS]!);
      rows.copyWithin(length, at, at + ROW_COLUMNS);
      rows[length + IDENTITY_COLUMNS] = reading === undefined ? 0 : readings.push(reading);
      length += ROW_COLUMNS;
    }
    const isWhole = length === rows.length;
    const kept = isWhole ? this.#known! : shareRows([rows.subarray(0, length)]);
    this.#known = undefined;
    const json = Buffer.from(JSON.stringify(readings));
    const rowBytes = kept.rows.byteLength;
    const slotBytes = kept.slots.byteLength;
    const block = new ArrayBuffer(HEAD_BYTES + rowBytes + slotBytes + json.length);
    new Float64Array(block, 0, 2).set([kept.rows.length / ROW_COLUMNS, kept.slots.length]);
    new Float64Array(block, HEAD_BYTES, kept.rows.length).set(kept.rows);
    new Uint32Array(block, HEAD_BYTES + rowBytes, kept.slots.length).set(kept.slots);
    new Uint8Array(block, HEAD_BYTES + rowBytes + slotBytes).set(json);
    return block;
  }
}

function decode(
  block: ArrayBuffer | 'missing' | 'damaged',
): { readonly known: KnownRows; readonly readings: readonly SecretReading[] } | undefined {
  if (typeof block === 'string' || block.byteLength < HEAD_BYTES) return undefined;
  const [count = 0, slotCount = 0] = new Float64Array(block, 0, 2);
  const rowsLength = count * ROW_COLUMNS;
  const jsonAt = HEAD_BYTES + rowsLength * 8 + slotCount * 4;
  if (!isCount(count) || !isCount(slotCount) || jsonAt > block.byteLength) return undefined;
  const rows = new Float64Array(new SharedArrayBuffer(rowsLength * 8));
  const slots = new Uint32Array(new SharedArrayBuffer(slotCount * 4));
  rows.set(new Float64Array(block, HEAD_BYTES, rowsLength));
  slots.set(new Uint32Array(block, HEAD_BYTES + rowsLength * 8, slotCount));
  try {
    const readings = JSON.parse(Buffer.from(block, jsonAt).toString('utf8')) as readonly SecretReading[];
    return areConsistent({ rows, slots }) ? { known: { rows, slots }, readings } : undefined;
  } catch {
    return undefined;
  }
}

function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0;
}
