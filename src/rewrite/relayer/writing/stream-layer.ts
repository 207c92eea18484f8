// The tar of a layer from its steps, contents out of the spool.
import { throwIfAborted } from '../../../oci/layout/check-abort.ts';
import { BLOCK_BYTES } from '../../../oci/tar/header.ts';
import { encodeHeader } from '../../../oci/tar/write-header.ts';
import { TarOutput } from '../../tar-output.ts';
import type { ContentSpool } from './content-spool.ts';
import type { LayerStep } from './list-steps.ts';

const END_BYTES = 2 * BLOCK_BYTES;

/** The uncompressed tar; the same steps give the same bytes. Throws IMAGE_UNSUPPORTED for what no tar can state, ABORTED. */
export async function* streamSteps(
  steps: Iterable<LayerStep>,
  spool: ContentSpool,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const output = new TarOutput();
  for (const { item, sizeBytes, content } of steps) {
    output.put(encodeHeader(item, sizeBytes));
    if (content !== undefined) {
      for (const piece of spool.read(content)) {
        output.put(piece);
        yield* output.take();
        throwIfAborted(signal);
      }
      output.putZeros((BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES);
    }
    yield* output.take();
  }
  throwIfAborted(signal);
  output.putZeros(END_BYTES);
  yield* output.takeRest();
}
