// One blob on its way into a file: its bytes are counted, digested and compared with what was promised of them.
import type { FileHandle } from 'node:fs/promises';
import { PlimsollError } from '../../errors.ts';
import { createDigester, type Digest } from '../bytes/digest.ts';
import type { BlobSource } from '../image/destination.ts';
import { throwIfAborted } from '../layout/check-abort.ts';
import { orUnwritable } from './unwritable.ts';

/** Small pieces are gathered, because each write costs a turn of the thread pool. */
const GATHER_BYTES = 1024 * 1024;

/** What was written. */
export interface WrittenBlob {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** The source's bytes, compared with its digest and size while they flow; gives what they are at the end. */
export async function* provePieces(
  source: BlobSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, WrittenBlob> {
  const digester = createDigester(source.digest);
  const what = source.digest === undefined ? 'a blob' : `the blob ${source.digest}`;
  let sizeBytes = 0;
  for await (const piece of source.open(signal)) {
    throwIfAborted(signal);
    sizeBytes += piece.byteLength;
    if (source.sizeBytes !== undefined && sizeBytes > source.sizeBytes)
      throw mismatch(`${what} has more than its ${source.sizeBytes} bytes`);
    digester.update(piece);
    yield piece;
  }
  throwIfAborted(signal);
  if (source.sizeBytes !== undefined && sizeBytes !== source.sizeBytes)
    throw mismatch(`${what} has ${sizeBytes} bytes where ${source.sizeBytes} were promised`);
  const digest = digester.digest();
  if (source.digest !== undefined && digest !== source.digest)
    throw mismatch(`${what} is ${digest} where it is read`);
  return { digest, sizeBytes };
}

/** Appends pieces to a file at a position; a piece is done with when the call returns. */
export class GatheringFile {
  readonly #handle: FileHandle;
  readonly #subject: string;
  readonly #gathered = Buffer.allocUnsafe(GATHER_BYTES);
  #gatheredBytes = 0;
  #position: number;

  constructor(handle: FileHandle, subject: string, position = 0) {
    this.#handle = handle;
    this.#subject = subject;
    this.#position = position;
  }

  /** Where the next byte goes. */
  get position(): number {
    return this.#position + this.#gatheredBytes;
  }

  async append(piece: Uint8Array): Promise<void> {
    for (let at = 0; at < piece.byteLength; ) {
      const taken = Math.min(piece.byteLength - at, GATHER_BYTES - this.#gatheredBytes);
      this.#gathered.set(piece.subarray(at, at + taken), this.#gatheredBytes);
      this.#gatheredBytes += taken;
      at += taken;
      if (this.#gatheredBytes === GATHER_BYTES) await this.flush();
    }
  }

  /** Hands everything to the system. */
  async flush(): Promise<void> {
    for (let at = 0; at < this.#gatheredBytes; ) {
      const written = this.#handle.write(this.#gathered, at, this.#gatheredBytes - at, this.#position + at);
      at += (await orUnwritable(this.#subject, written)).bytesWritten;
    }
    this.#position += this.#gatheredBytes;
    this.#gatheredBytes = 0;
  }
}

function mismatch(message: string): PlimsollError {
  return new PlimsollError('DIGEST_MISMATCH', message, {
    hint: 'The image changed while it was read, or its place is damaged; run it again.',
  });
}
