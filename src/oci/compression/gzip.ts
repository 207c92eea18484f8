// gzip (RFC 1952), with several members and with bytes after the last one, as gzip(1) and Go read it.
import zlib from 'node:zlib';
import { PlimsollError } from '../../errors.ts';
import type { Decompressor, OutputSink } from './decompressor.ts';

/** Output pieces of this size stay in the processor's cache while they are hashed and parsed (measured; bench/NOTES.md). */
const OUTPUT_BYTES = 64 * 1024;

/** The part of Node's zlib binding that inflates synchronously; it is internal, so it is probed before it is used. */
interface ZlibHandle {
  writeSync(
    flush: number,
    input: Uint8Array,
    inputOffset: number,
    inputLength: number,
    output: Uint8Array,
    outputOffset: number,
    outputLength: number,
  ): void;
  onerror: (message: string, errno: number, code: string) => void;
  close(): void;
}
interface GunzipInternals {
  readonly _handle?: ZlibHandle;
  readonly _writeState?: Uint32Array;
}

/** Makes a gzip decompressor: synchronous and 1.3 times as fast where Node's binding behaves as expected, else by stream. */
export function createGzipDecompressor(sink: OutputSink): Decompressor {
  handleWorks ??= probeHandle();
  return handleWorks ? createHandleDecompressor(sink) : createStreamDecompressor(sink);
}

/** The way that uses public interfaces only; exported so that both ways can be tested against each other. */
export function createStreamDecompressor(sink: OutputSink): Decompressor {
  const gunzip = zlib.createGunzip({ chunkSize: 256 * 1024 });
  let failure: unknown;
  let stored = 0;
  let told = 0;
  let ended = false;
  let wake = (): void => {};
  gunzip.on('error', (error) => {
    failure = toCorrupt(error);
    wake();
  });
  gunzip.on('data', (output: Buffer) => {
    try {
      if (failure === undefined) sink(output, told, stored);
    } catch (error) {
      failure = error;
    }
    told = stored;
  });
  const waitFor = async (start: (done: () => void) => void): Promise<void> => {
    if (failure === undefined)
      await new Promise<void>((resolve) => {
        wake = resolve;
        start(resolve);
      });
    if (failure !== undefined) {
      gunzip.destroy();
      throw failure;
    }
  };
  return {
    async push(input) {
      stored += input.byteLength;
      if (ended) return;
      // The stream keeps the bytes until they are inflated, and callers use their buffers again.
      await waitFor((done) => gunzip.write(Buffer.from(input), () => done()));
      // Bytes that were not taken begin no further member; they and what follows are padding, as gzip(1) has it.
      ended = gunzip.bytesWritten < stored;
    },
    end: () =>
      waitFor((done) => {
        if (gunzip.readableEnded) return done();
        gunzip.on('end', done);
        if (!ended) gunzip.end();
      }),
  };
}

/** The synchronous way, for tests; `createGzipDecompressor` chooses it only where the probe passed. */
export function createHandleDecompressor(sink: OutputSink): Decompressor {
  const gunzip = zlib.createGunzip() as unknown as GunzipInternals;
  const handle = gunzip._handle!;
  const state = gunzip._writeState!;
  const output = Buffer.allocUnsafe(OUTPUT_BYTES);
  let stored = 0;
  let ended = false;
  let failure: PlimsollError | undefined;
  handle.onerror = (message, _errno, code) => {
    failure = toCorrupt({ message, code });
  };

  const inflate = (input: Uint8Array, flush: number): void => {
    let offset = 0;
    let available = input.byteLength;
    while (!ended) {
      handle.writeSync(flush, input, offset, available, output, 0, OUTPUT_BYTES);
      if (failure !== undefined) throw failure;
      const produced = OUTPUT_BYTES - state[0]!;
      const consumed = available - state[1]!;
      offset += consumed;
      available = state[1]!;
      const before = stored;
      stored += consumed;
      if (produced > 0)
        sink(produced === OUTPUT_BYTES ? output : output.subarray(0, produced), before, stored);
      if (produced === OUTPUT_BYTES) continue;
      // zlib stops taking input only at bytes that begin no further member; what follows is padding, as gzip(1) has it.
      if (available > 0 && consumed === 0) ended = true;
      if (available === 0) return;
    }
    stored += available;
  };
  return {
    push: (input) => inflate(input, zlib.constants.Z_NO_FLUSH),
    end() {
      inflate(Buffer.alloc(0), zlib.constants.Z_FINISH);
      handle.close();
    },
  };
}

let handleWorks: boolean | undefined;

/** Two members and trailing zeros must come out as they should, and a cut-off stream must be noticed. */
function probeHandle(): boolean {
  try {
    const member = zlib.gzipSync('plimsoll');
    const stream = Buffer.concat([member, member, Buffer.alloc(3)]);
    return inflateAll(stream) === 'plimsollplimsoll' && !endsWell(member.subarray(0, member.length - 4));
  } catch {
    return false;
  }
}

function inflateAll(stream: Uint8Array): string {
  let text = '';
  const decompressor = createHandleDecompressor((output) => {
    text += Buffer.from(output).toString('latin1');
  });
  void decompressor.push(stream);
  void decompressor.end();
  return text;
}

function endsWell(stream: Uint8Array): boolean {
  try {
    inflateAll(stream);
    return true;
  } catch {
    return false;
  }
}

function toCorrupt(error: { message: string; code?: string }): PlimsollError {
  if (error.code === 'Z_BUF_ERROR')
    return new PlimsollError('LAYER_TRUNCATED', 'the gzip stream is cut off', { cause: error });
  return new PlimsollError('LAYER_CORRUPT', `the gzip stream is corrupt: ${error.message}`, { cause: error });
}
