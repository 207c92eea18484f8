// A tar in a layer's file: the reader of layers tells its members.
import { PlimsollError } from '../../errors.ts';
import { TarReader } from '../../oci/tar/read-tar.ts';
import type { TarEntry, TarHandler } from '../../oci/tar/tar-entry.ts';
import type { ArchiveHandler, ArchiveReader } from './archive-handler.ts';

const BLOCK_BYTES = 512;

export class TarMembers implements ArchiveReader, TarHandler {
  readonly #handler: ArchiveHandler;
  #tar: TarReader;
  #position = 0;
  #isInFile = false;
  /** From here on the tar cannot be understood, so its bytes are searched as they are. */
  #plainOffset = -1;

  constructor(handler: ArchiveHandler) {
    this.#handler = handler;
    this.#tar = new TarReader(this);
  }

  start(): void {
    this.#tar = new TarReader(this);
    this.#position = 0;
    this.#isInFile = false;
    this.#plainOffset = -1;
  }

  push(bytes: Uint8Array): void {
    const start = this.#position;
    this.#position += bytes.length;
    if (this.#plainOffset < 0) {
      try {
        return this.#tar.push(bytes);
      } catch (error) {
        this.#giveUp(error, start);
      }
    }
    const skipped = Math.max(0, this.#plainOffset - start);
    if (skipped < bytes.length) this.#handler.plain(bytes.subarray(skipped), start + skipped);
  }

  finish(): void {
    if (this.#plainOffset >= 0) {
      this.#handler.unread(Math.max(0, this.#position - this.#plainOffset), 'corrupt tar, searched as it is');
      return;
    }
    try {
      this.#tar.end();
    } catch {
      this.#endFile();
      this.#handler.unread(0, 'cut off tar');
    }
    if (this.#tar.trailingBytes > 0)
      this.#handler.unread(this.#tar.trailingBytes, 'after the end of the tar');
  }

  entry(entry: TarEntry): void {
    this.#isInFile = entry.kind === 'file' && entry.sizeBytes > 0;
    if (!this.#isInFile) return;
    const { path } = entry;
    const from = path.length > 2 && path[0] === 0x2e && path[1] === 0x2f ? 2 : 0;
    this.#handler.startMember(path, from, path.length, entry.sizeBytes);
  }

  content(bytes: Uint8Array): void {
    if (this.#isInFile) this.#handler.content(bytes);
  }

  hole(sizeBytes: number): void {
    if (this.#isInFile) this.#handler.hole(sizeBytes);
  }

  entryEnd(): void {
    this.#endFile();
  }

  #endFile(): void {
    if (this.#isInFile) this.#handler.endMember();
    this.#isInFile = false;
  }

  #giveUp(error: unknown, start: number): void {
    if (!(error instanceof PlimsollError)) throw error;
    this.#endFile();
    const { offsetBytes } = error;
    this.#plainOffset = offsetBytes === undefined ? start : Math.max(start, offsetBytes + BLOCK_BYTES);
  }
}
