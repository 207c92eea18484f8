// A blob on its way: its bytes are counted, digested and compared with what was promised of them.
import { PlimsollError } from '../../errors.ts';
import { createDigester, type Digest } from '../bytes/digest.ts';
import type { BlobSource } from '../image/destination.ts';
import { throwIfAborted } from '../layout/check-abort.ts';

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
  source.onRead?.({ digest, sizeBytes });
  return { digest, sizeBytes };
}

/** Gives every piece to `take`, waiting for it; the source is ended also where `take` fails. */
export async function takePieces(
  source: BlobSource,
  signal: AbortSignal,
  take: (piece: Uint8Array) => void | Promise<void>,
): Promise<WrittenBlob> {
  const pieces = provePieces(source, signal);
  for (;;) {
    const next = await pieces.next();
    if (next.done === true) return next.value;
    try {
      await take(next.value);
    } catch (error) {
      await pieces.return(undefined as never).catch(() => {});
      throw error;
    }
  }
}

function mismatch(message: string): PlimsollError {
  return new PlimsollError('DIGEST_MISMATCH', message, {
    hint: 'The image changed while it was read, or its place is damaged; run it again.',
  });
}
