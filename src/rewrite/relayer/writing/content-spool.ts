// The contents of a fleet's files in one temporary file, each once: layers are read one after the other, and what is made of them
// has another order. It goes with the work or, at the latest, with the process.
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlimsollError } from '../../../errors.ts';

const WRITE_BYTES = 2 ** 20;
const READ_BYTES = 256 * 1024;

interface SpooledContent {
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/** Contents by key: written one after the other, read in any order. */
export class ContentSpool {
  readonly #folder: string;
  readonly #file: number;
  readonly #contents = new Map<string, SpooledContent>();
  readonly #removeAtExit: () => void;
  readonly #pending = Buffer.alloc(WRITE_BYTES);
  #pendingBytes = 0;
  /** Where the pending bytes go. */
  #offsetBytes = 0;
  #start = 0;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#file = openSync(join(folder, 'contents'), 'wx+', 0o600);
    this.#removeAtExit = () => rmSync(folder, { recursive: true, force: true });
    process.once('exit', this.#removeAtExit);
  }

  /** An empty one; the caller closes it. */
  static async open(): Promise<ContentSpool> {
    return new ContentSpool(await mkdtemp(join(tmpdir(), 'plimsoll-contents-')));
  }

  get sizeBytes(): number {
    return this.#offsetBytes + this.#pendingBytes;
  }

  has(key: string): boolean {
    return this.#contents.has(key);
  }

  /** Adds to the content that is being written. Throws DESTINATION_UNWRITABLE. */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const taken = Math.min(bytes.length - at, WRITE_BYTES - this.#pendingBytes);
      this.#pending.set(bytes.subarray(at, at + taken), this.#pendingBytes);
      this.#pendingBytes += taken;
      at += taken;
      if (this.#pendingBytes === WRITE_BYTES) this.#flush();
    }
  }

  /** Adds zeros, which take no room. */
  writeHole(sizeBytes: number): void {
    this.#flush();
    this.#offsetBytes += sizeBytes;
  }

  /** What was written since the last call is the content of this key. */
  end(key: string): void {
    const end = this.sizeBytes;
    this.#contents.set(key, { offsetBytes: this.#start, sizeBytes: end - this.#start });
    this.#start = end;
  }

  /** A content in pieces, each of which holds until the next one. */
  *read(key: string): Generator<Uint8Array, void, void> {
    const content = this.#contents.get(key);
    if (content === undefined) throw new PlimsollError('INTERNAL', 'a content is wanted that was not read');
    this.#flush();
    const piece = Buffer.allocUnsafe(Math.min(READ_BYTES, content.sizeBytes));
    for (let done = 0; done < content.sizeBytes; ) {
      const wanted = Math.min(piece.length, content.sizeBytes - done);
      const got = readSync(this.#file, piece, 0, wanted, content.offsetBytes + done);
      // A hole at the very end of the file.
      if (got === 0) piece.fill(0, 0, wanted);
      const taken = got === 0 ? wanted : got;
      yield piece.subarray(0, taken);
      done += taken;
    }
  }

  async close(): Promise<void> {
    closeSync(this.#file);
    process.off('exit', this.#removeAtExit);
    await rm(this.#folder, { recursive: true, force: true });
  }

  #flush(): void {
    try {
      for (let at = 0; at < this.#pendingBytes; )
        at += writeSync(this.#file, this.#pending, at, this.#pendingBytes - at, this.#offsetBytes + at);
    } catch (cause) {
      throw new PlimsollError('DESTINATION_UNWRITABLE', 'the temporary file of contents cannot be written', {
        subject: this.#folder,
        hint: 'Set TMPDIR to a folder with room for all files of the images, each once.',
        cause,
      });
    }
    this.#offsetBytes += this.#pendingBytes;
    this.#pendingBytes = 0;
  }
}
