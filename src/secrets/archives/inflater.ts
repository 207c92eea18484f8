// Deflate streams inflated synchronously and in pieces: bare (RFC 1951), with zlib's frame (1950) or gzip's (1952).
// Node's zlib binding is driven directly, as for layers (oci/compression/gzip.ts); one handle serves many streams.
import zlib from 'node:zlib';

/** The frame around the deflate stream. */
export type DeflateFrame = 'raw' | 'zlib' | 'gzip';

const OUTPUT_BYTES = 64 * 1024;
const NO_BYTES = new Uint8Array(0);

/** The part of the binding that is used; it is internal, so it is probed before it is used. */
interface ZlibInternals {
  readonly _handle: {
    writeSync(
      flush: number,
      input: Uint8Array,
      inputOffset: number,
      inputLength: number,
      output: Uint8Array,
      outputOffset: number,
      outputLength: number,
    ): void;
    reset(): void;
    onerror: () => void;
  };
  readonly _writeState: Uint32Array;
}

/** One stream after another: `start`, its bytes in order, `finish`. */
export class Inflater {
  /** The stream is over; what follows is not part of it. */
  isEnded = false;
  isCorrupt = false;

  readonly #zlib: ZlibInternals;
  readonly #output = Buffer.allocUnsafeSlow(OUTPUT_BYTES);

  constructor(frame: DeflateFrame) {
    this.#zlib = create(frame);
    this.#zlib._handle.onerror = () => {
      this.isCorrupt = true;
    };
  }

  start(): void {
    this.#zlib._handle.reset();
    this.isEnded = false;
    this.isCorrupt = false;
  }

  /**
   * Inflates `bytes[from..to]` and returns how many of them were taken: fewer where the stream is over or corrupt, or where
   * `sink` asked for an end by returning false. Where it is corrupt, up to 64 KiB before that point may not come out.
   */
  write(bytes: Uint8Array, from: number, to: number, sink: (output: Uint8Array) => boolean): number {
    const { _handle: handle, _writeState: state } = this.#zlib;
    let at = from;
    while (!this.isEnded) {
      handle.writeSync(zlib.constants.Z_NO_FLUSH, bytes, at, to - at, this.#output, 0, OUTPUT_BYTES);
      if (this.isCorrupt) break;
      const produced = OUTPUT_BYTES - state[0]!;
      const consumed = to - at - state[1]!;
      at += consumed;
      if (produced > 0 && !sink(this.#output.subarray(0, produced))) break;
      if (produced === OUTPUT_BYTES) continue;
      if (at === to) break;
      if (consumed === 0) this.isEnded = true;
    }
    return at - from;
  }

  /** Whether the stream was whole. */
  finish(): boolean {
    if (this.isEnded || this.isCorrupt) return this.isEnded;
    const output = this.#output;
    this.#zlib._handle.writeSync(zlib.constants.Z_FINISH, NO_BYTES, 0, 0, output, 0, OUTPUT_BYTES);
    return !this.isCorrupt;
  }
}

let works: boolean | undefined;

/** Whether this Node's binding behaves as expected. */
export function canInflate(): boolean {
  works ??= probe();
  return works;
}

/** A stream must come out as it should, end where it ends, and a cut-off and a corrupt one must be noticed. */
function probe(): boolean {
  try {
    const stream = zlib.deflateRawSync('plimsoll');
    const inflater = new Inflater('raw');
    const run = (bytes: Uint8Array): string => {
      let text = '';
      inflater.start();
      const taken = inflater.write(bytes, 0, bytes.length, (output) => {
        text += Buffer.from(output).toString('latin1');
        return true;
      });
      return `${text} ${taken} ${inflater.finish()} ${inflater.isEnded}`;
    };
    const { length } = stream;
    return (
      run(stream) === `plimsoll ${length} true false` &&
      run(Buffer.concat([stream, Buffer.from('more')])) === `plimsoll ${length} true true` &&
      run(stream.subarray(0, length - 1)).endsWith(`${length - 1} false false`) &&
      run(Buffer.from('ffff', 'hex')).endsWith(' 0 false false')
    );
  } catch {
    return false;
  }
}

function create(frame: DeflateFrame): ZlibInternals {
  const stream =
    frame === 'raw' ? zlib.createInflateRaw() : frame === 'zlib' ? zlib.createInflate() : zlib.createGunzip();
  return stream as unknown as ZlibInternals;
}
