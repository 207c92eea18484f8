// A compressed file: gzip, several members of it too (RFC 1952), or a zlib stream (RFC 1950) as git's loose objects are.
import { type ArchiveHandler, type ArchiveReader, GROWS_TOO_MUCH } from './archive-handler.ts';
import { Inflater } from './inflater.ts';

const NO_NAME = new Uint8Array(0);

export class GzipReader implements ArchiveReader {
  readonly #handler: ArchiveHandler;
  readonly #format: string;
  readonly #inflater: Inflater;
  #isOpen = false;
  #unreadBytes = 0;
  #reason = '';

  /** The content is one member without a name. */
  constructor(frame: 'gzip' | 'zlib', handler: ArchiveHandler) {
    this.#handler = handler;
    this.#format = frame;
    this.#inflater = new Inflater(frame);
  }

  start(): void {
    this.#inflater.start();
    this.#unreadBytes = 0;
    this.#reason = '';
    this.#isOpen = true;
    this.#handler.startMember(NO_NAME, 0, 0, 0);
  }

  push(bytes: Uint8Array): void {
    const taken = this.#isOpen ? this.#inflater.write(bytes, 0, bytes.length, this.#take) : 0;
    if (this.#isOpen) {
      if (this.#inflater.isCorrupt) this.#close(`corrupt ${this.#format}`);
      else if (this.#inflater.isEnded) this.#close(`after the end of the ${this.#format} stream`);
    }
    if (this.#isOpen) return;
    // Zeros after the end are padding, as gzip(1) has it.
    if (this.#inflater.isEnded) this.#unreadBytes += countOthers(bytes, taken);
    else this.#unreadBytes += bytes.length - taken;
  }

  finish(): void {
    if (this.#isOpen) {
      const isWhole = this.#inflater.finish();
      this.#close('');
      if (!isWhole) this.#handler.unread(0, `cut off ${this.#format}`);
    }
    if (this.#unreadBytes > 0) this.#handler.unread(this.#unreadBytes, this.#reason);
  }

  readonly #take = (output: Uint8Array): boolean => {
    if (!this.#handler.mayGrow(output.length)) {
      this.#close(GROWS_TOO_MUCH);
      return false;
    }
    this.#handler.content(output);
    return true;
  };

  #close(reason: string): void {
    this.#isOpen = false;
    this.#reason = reason;
    this.#handler.endMember();
  }
}

function countOthers(bytes: Uint8Array, from: number): number {
  let others = 0;
  for (let i = from; i < bytes.length; i++) if (bytes[i] !== 0) others++;
  return others;
}
