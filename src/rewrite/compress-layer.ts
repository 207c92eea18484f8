// gzip of a layer as it streams by.
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

/** The compressed bytes; what the tar throws ends them. */
export async function* compressLayer(
  tar: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const gzip = createGzip({ level: 6, chunkSize: 256 * 1024 });
  const source = Readable.from(tar, { objectMode: true, signal });
  source.on('error', (error) => gzip.destroy(error));
  yield* source.pipe(gzip) as AsyncIterable<Uint8Array>;
}
