// zstd (RFC 8878), with several frames and skippable frames between them, as zstd:chunked layers have.
// libzstd in WebAssembly on every Node: the native decoders of Node 22 and 24 stop after the first frame (nodejs/node#64741),
// and Node 20 has none. libzstd refuses windows over 128 MiB by itself, so memory is bounded.
import { PlimsollError } from '../../errors.ts';
import type { Decompressor, OutputSink } from './decompressor.ts';

/** A sound stream never gives this many empty outputs in a row; a corrupt one gives nothing else. */
const STALL_LIMIT = 64;

/** Makes a zstd decompressor; the WebAssembly is loaded at the first call. */
export async function createZstdDecompressor(sink: OutputSink): Promise<Decompressor> {
  const { ZSTDDecoder } = await import('zstddec/stream');
  const decoder = new ZSTDDecoder();
  await decoder.init();

  const queue: Uint8Array[] = [];
  const steps = decoder.decodeStreaming({
    *[Symbol.iterator]() {
      while (queue.length > 0) yield queue.shift() as Uint8Array;
    },
  });
  let stored = 0;
  let told = 0;
  let stalled = 0;

  const step = (): boolean => {
    let result: IteratorResult<Uint8Array>;
    try {
      result = steps.next();
    } catch (cause) {
      throw new PlimsollError('LAYER_TRUNCATED', 'the zstd stream is cut off', { cause });
    }
    const output = result.value ?? new Uint8Array();
    stalled = output.length > 0 || result.done === true ? 0 : stalled + 1;
    if (stalled > STALL_LIMIT) throw new PlimsollError('LAYER_CORRUPT', 'the zstd stream is corrupt');
    if (output.length > 0) {
      sink(output, told, stored);
      told = stored;
    }
    return result.done === true;
  };

  return {
    push(input) {
      if (input.byteLength === 0) return;
      stored += input.byteLength;
      // The decoder asks for input in the middle of a step, after the caller's buffer may have been used again.
      queue.push(input.slice());
      while (queue.length > 0) step();
    },
    end() {
      while (!step());
    },
  };
}
