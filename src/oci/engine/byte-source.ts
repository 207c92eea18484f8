// Pulls exact amounts out of a stream that comes in pieces of any size.
import { PlimsollError } from '../../errors.ts';

/** Reads a stream forwards; all throw LAYER_TRUNCATED where it ends too early. */
export interface ByteSource {
  /** The next byte without taking it; undefined at the end. */
  peek(): Promise<number | undefined>;
  /** The next `length` bytes, as a copy of their own. */
  read(length: number): Promise<Uint8Array>;
  /** One piece of at most `length` bytes, valid until the next call. */
  readPiece(length: number): Promise<Uint8Array>;
  /** Drops `length` bytes. */
  skip(length: number): Promise<void>;
  /** Ends the stream. */
  close(): Promise<void>;
}

/** Makes a source of a stream; `subject` is what errors name. */
export function createByteSource(stream: AsyncIterable<Uint8Array>, subject: string): ByteSource {
  const iterator = stream[Symbol.asyncIterator]();
  let piece: Uint8Array = new Uint8Array(0);
  let hasEnded = false;

  const pull = async (): Promise<Uint8Array | undefined> => {
    while (!hasEnded) {
      const next = await iterator.next();
      if (next.done === true) hasEnded = true;
      else if (next.value.byteLength > 0) return next.value;
    }
    return undefined;
  };
  const readPiece = async (length: number): Promise<Uint8Array> => {
    if (piece.byteLength === 0) {
      const next = await pull();
      if (next === undefined)
        throw new PlimsollError('LAYER_TRUNCATED', 'the export ends too early', { subject });
      piece = next;
    }
    const taken = piece.subarray(0, length);
    piece = piece.subarray(taken.byteLength);
    return taken;
  };

  return {
    readPiece,
    async peek() {
      if (piece.byteLength === 0) piece = (await pull()) ?? piece;
      return piece[0];
    },
    async read(length) {
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const taken = await readPiece(length - done);
        bytes.set(taken, done);
        done += taken.byteLength;
      }
      return bytes;
    },
    async skip(length) {
      for (let left = length; left > 0; ) left -= (await readPiece(left)).byteLength;
    },
    async close() {
      await iterator.return?.();
    },
  };
}
