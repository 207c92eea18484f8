// zstd (RFC 8878), with several frames and skippable frames between them, as zstd:chunked layers have.
// libzstd in WebAssembly on every Node: the native decoders of Node 22 and 24 stop after the first frame (nodejs/node#64741),
// and Node 20 has none. zstddec brings the WebAssembly; its own loop takes no notice of libzstd's errors, so ours calls
// libzstd (zstd_manual.html, "Streaming decompression"). libzstd refuses windows over 128 MiB, so memory is bounded.
import { PlimsollError } from '../../errors.ts';
import type { Decompressor, OutputSink } from './decompressor.ts';

/** What the WebAssembly exports; pointers are offsets in `memory`. */
interface Libzstd {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(sizeBytes: number): number;
  free(pointer: number): void;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): void;
  ZSTD_DStreamOutSize(): number;
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

/** Input is copied into the WebAssembly's memory in pieces of at most this size. */
const INPUT_BYTES = 64 * 1024;
/** Two of libzstd's buffer structs: pointer, size, position. */
const STRUCT_BYTES = 12;
const SIZE_OFFSET = 4;
const POSITION_OFFSET = 8;
/** Results from -1 down to here are error codes (zstd_errors.h). */
const ERROR_MIN = -120;
const WINDOW_TOO_LARGE = -16;
const NO_MEMORY = -64;

let libzstd: Promise<Libzstd> | undefined;

/** Makes a zstd decompressor; the WebAssembly is loaded at the first call. */
export async function createZstdDecompressor(sink: OutputSink): Promise<Decompressor> {
  libzstd ??= loadLibzstd();
  return new ZstdDecompressor(await libzstd, sink);
}

async function loadLibzstd(): Promise<Libzstd> {
  const { ZSTDDecoder } = await import('zstddec/stream');
  let found: Libzstd | undefined;
  class Loader extends ZSTDDecoder {
    override _init(result: { instance: { exports: unknown } }): void {
      super._init(result);
      found = result.instance.exports as Libzstd;
    }
  }
  await new Loader().init();
  if (found === undefined) throw new PlimsollError('INTERNAL', 'zstddec was loaded by something else before');
  return found;
}

class ZstdDecompressor implements Decompressor {
  readonly #zstd: Libzstd;
  readonly #sink: OutputSink;
  readonly #resources: Resources;
  readonly #outputBytes: number;
  #stored = 0;
  #told = 0;
  #isBetweenFrames = true;
  #failure: unknown;

  constructor(zstd: Libzstd, sink: OutputSink) {
    this.#zstd = zstd;
    this.#sink = sink;
    this.#outputBytes = zstd.ZSTD_DStreamOutSize();
    this.#resources = allocate(zstd, this.#outputBytes);
    abandoned.register(this, this.#resources, this.#resources);
  }

  push(input: Uint8Array): void {
    if (this.#failure !== undefined) throw this.#failure;
    for (let at = 0; at < input.byteLength; at += INPUT_BYTES)
      this.#decompress(input.subarray(at, at + INPUT_BYTES));
  }

  end(): void {
    this.#close();
    if (!this.#isBetweenFrames) throw new PlimsollError('LAYER_TRUNCATED', 'the zstd stream is cut off');
  }

  #decompress(input: Uint8Array): void {
    const { context, inputPointer, outputPointer, structs } = this.#resources;
    const [inputStruct, outputStruct] = [structs, structs + STRUCT_BYTES];
    let memory = new DataView(this.#zstd.memory.buffer);
    new Uint8Array(memory.buffer).set(input, inputPointer);
    writeStruct(memory, inputStruct, inputPointer, input.byteLength);
    let consumed = 0;
    let isFlushed = false;
    while (consumed < input.byteLength || !isFlushed) {
      writeStruct(memory, outputStruct, outputPointer, this.#outputBytes);
      const result = this.#zstd.ZSTD_decompressStream(context, outputStruct, inputStruct);
      if (result < 0 && result >= ERROR_MIN) throw this.#fail(toError(result));
      this.#isBetweenFrames = result === 0;
      if (memory.buffer !== this.#zstd.memory.buffer) memory = new DataView(this.#zstd.memory.buffer);
      const position = memory.getUint32(inputStruct + POSITION_OFFSET, true);
      this.#stored += position - consumed;
      consumed = position;
      const produced = memory.getUint32(outputStruct + POSITION_OFFSET, true);
      isFlushed = result === 0 || produced < this.#outputBytes;
      if (produced > 0) this.#tell(new Uint8Array(memory.buffer, outputPointer, produced));
    }
  }

  #tell(output: Uint8Array): void {
    const before = this.#told;
    this.#told = this.#stored;
    try {
      this.#sink(output, before, this.#stored);
    } catch (error) {
      throw this.#fail(error);
    }
  }

  #fail(error: unknown): unknown {
    this.#failure = error;
    this.#close();
    return error;
  }

  #close(): void {
    abandoned.unregister(this.#resources);
    release(this.#resources);
  }
}

/** What a decompressor holds of the WebAssembly's memory, a window of up to 128 MiB among it. */
interface Resources {
  readonly zstd: Libzstd;
  context: number;
  readonly inputPointer: number;
  readonly outputPointer: number;
  readonly structs: number;
}

/** Reading may be broken off anywhere; then the memory comes back with the garbage. */
const abandoned = new FinalizationRegistry(release);

function allocate(zstd: Libzstd, outputBytes: number): Resources {
  const resources = {
    zstd,
    context: zstd.ZSTD_createDCtx(),
    inputPointer: zstd.malloc(INPUT_BYTES) >>> 0,
    outputPointer: zstd.malloc(outputBytes) >>> 0,
    structs: zstd.malloc(2 * STRUCT_BYTES) >>> 0,
  };
  const { context, inputPointer, outputPointer, structs } = resources;
  if (context !== 0 && inputPointer !== 0 && outputPointer !== 0 && structs !== 0) return resources;
  release(resources);
  throw toError(NO_MEMORY);
}

function release(resources: Resources): void {
  const { zstd, context, inputPointer, outputPointer, structs } = resources;
  if (context === 0) return;
  resources.context = 0;
  zstd.ZSTD_freeDCtx(context);
  for (const pointer of [inputPointer, outputPointer, structs]) zstd.free(pointer);
}

function writeStruct(memory: DataView, struct: number, pointer: number, sizeBytes: number): void {
  memory.setUint32(struct, pointer, true);
  memory.setUint32(struct + SIZE_OFFSET, sizeBytes, true);
  memory.setUint32(struct + POSITION_OFFSET, 0, true);
}

function toError(code: number): PlimsollError {
  if (code === WINDOW_TOO_LARGE)
    return new PlimsollError('LAYER_LIMIT', 'the zstd stream wants a window of more than 128 MiB', {
      hint: 'Compress the layer again with a window of at most 128 MiB.',
    });
  if (code === NO_MEMORY) return new PlimsollError('LAYER_LIMIT', 'there is no memory for the zstd window');
  return new PlimsollError('LAYER_CORRUPT', `the zstd stream is corrupt (libzstd error ${-code})`);
}
