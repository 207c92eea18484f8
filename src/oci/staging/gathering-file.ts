// A file that is written in many small pieces.
import { writeSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { orUnwritable, unwritable } from './unwritable.ts';

/** Small pieces are gathered, because each write costs a turn of the thread pool. */
const GATHER_BYTES = 1024 * 1024;
/** What was written is sent to the disk while more is made, so that the last sync need not wait for all of it. */
const SYNC_BYTES = 32 * 1024 * 1024;

/** Appends pieces to a file at a position; a piece is done with when the call returns. */
export class GatheringFile {
  readonly #handle: FileHandle;
  readonly #subject: string;
  readonly #gathered = Buffer.allocUnsafe(GATHER_BYTES);
  #gatheredBytes = 0;
  #position: number;
  #syncedTo = 0;
  #syncing: Promise<void> | undefined;

  constructor(handle: FileHandle, subject: string, position = 0) {
    this.#handle = handle;
    this.#subject = subject;
    this.#position = position;
  }

  /** Where the next byte goes. */
  get position(): number {
    return this.#position + this.#gatheredBytes;
  }

  /** Up to where the file can be read. */
  get readableTo(): number {
    return this.#position;
  }

  async append(piece: Uint8Array): Promise<void> {
    for (let at = 0; at < piece.byteLength; ) {
      at += this.#gather(piece, at);
      if (this.#gatheredBytes === GATHER_BYTES) await this.flush();
    }
  }

  /** The same at once, for sinks that cannot wait. */
  appendSync(piece: Uint8Array): void {
    for (let at = 0; at < piece.byteLength; ) {
      at += this.#gather(piece, at);
      if (this.#gatheredBytes === GATHER_BYTES) this.flushSync();
    }
  }

  /** Goes back to an earlier place; what was not handed to the system yet is forgotten. */
  rewind(position: number): void {
    this.#gatheredBytes = 0;
    this.#position = position;
  }

  flushSync(): void {
    try {
      for (let at = 0; at < this.#gatheredBytes; )
        at += writeSync(this.#handle.fd, this.#gathered, at, this.#gatheredBytes - at, this.#position + at);
    } catch (cause) {
      throw unwritable(this.#subject, cause);
    }
    this.#position += this.#gatheredBytes;
    this.#gatheredBytes = 0;
  }

  /** Hands everything to the system. */
  async flush(): Promise<void> {
    for (let at = 0; at < this.#gatheredBytes; ) {
      const written = this.#handle.write(this.#gathered, at, this.#gatheredBytes - at, this.#position + at);
      at += (await orUnwritable(this.#subject, written)).bytesWritten;
    }
    this.#position += this.#gatheredBytes;
    this.#gatheredBytes = 0;
    if (this.#position - this.#syncedTo >= SYNC_BYTES) this.#startSync();
  }

  /** Everything is on the disk when this returns. */
  async sync(): Promise<void> {
    await this.flush();
    await this.#syncing;
    await orUnwritable(this.#subject, this.#handle.sync());
  }

  /** One at a time; what goes wrong is told by the last one. */
  #startSync(): void {
    if (this.#syncing !== undefined) return;
    this.#syncedTo = this.#position;
    const syncing = this.#handle.datasync().catch(() => {});
    this.#syncing = syncing.finally(() => {
      this.#syncing = undefined;
    });
  }

  #gather(piece: Uint8Array, at: number): number {
    const taken = Math.min(piece.byteLength - at, GATHER_BYTES - this.#gatheredBytes);
    this.#gathered.set(piece.subarray(at, at + taken), this.#gatheredBytes);
    this.#gatheredBytes += taken;
    return taken;
  }
}
