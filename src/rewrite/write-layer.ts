// Makes the tar of a plan: headers from facts, contents straight from the layers that hold them, each of which is read once
// up to its last content that is wanted. Every content is compared with what its layer's facts say of it.

import { createContentHasher } from '../contents/scan/content-hash.ts';
import { untilAborted } from '../contents/scan/until-aborted.ts';
import { PlimsollError } from '../errors.ts';
import { createDecompressor, detectCompression } from '../oci/compression/choose-decompressor.ts';
import type { Decompressor } from '../oci/compression/decompressor.ts';
import { TarReader } from '../oci/tar/read-tar.ts';
import { LayerCopy } from './layer-copy.ts';
import type { LayerPlan } from './layer-plan.ts';

/** Where the layers of a plan's stack are. */
export interface StackSource {
  /** The stored bytes of a layer of the stack, from their beginning. */
  open(layer: number, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** What errors call the layer. */
  name(layer: number): string;
}

/**
 * The uncompressed tar of the plan; the same plan gives the same bytes. Throws LAYER_CORRUPT where a layer no longer holds
 * what its facts say, LAYER_LIMIT where holes of sparse files would fill gigabytes, IMAGE_UNSUPPORTED for what no tar can
 * state, ABORTED, and what the layers' places throw.
 */
export async function* writeLayer(
  plan: LayerPlan,
  source: StackSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const copy = new LayerCopy(plan, await createContentHasher());
  yield* copy.start();
  for (let layer = copy.wantedLayer; layer !== undefined; layer = copy.wantedLayer) {
    yield* copyFrom(layer, copy, plan, source, signal);
    if (copy.wantedLayer === layer) throw changed(source.name(layer));
  }
  yield* copy.finish();
}

async function* copyFrom(
  layer: number,
  copy: LayerCopy,
  plan: LayerPlan,
  source: StackSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const facts = plan.stack.layers[layer]!;
  const tar = new TarReader(copy.readLayer(layer));
  let decompressor: Decompressor | undefined;
  let tarBytes = 0;
  const takeOutput = (output: Uint8Array): void => {
    tarBytes += output.length;
    if (tarBytes > facts.tarBytes) throw changed(source.name(layer));
    if (copy.wantedLayer === layer) tar.push(output);
  };
  try {
    for await (const bytes of untilAborted(source.open(layer, signal), signal)) {
      if (bytes.length === 0) continue;
      decompressor ??= await createDecompressor(detectCompression(bytes), takeOutput);
      await decompressor.push(bytes);
      yield* copy.take();
      if (copy.wantedLayer !== layer) return;
    }
    await decompressor?.end();
    yield* copy.take();
  } catch (error) {
    throw error instanceof PlimsollError && error.code === 'LAYER_CORRUPT' && error.subject === undefined
      ? changed(source.name(layer), error)
      : error;
  }
}

function changed(subject: string, cause?: unknown): PlimsollError {
  return new PlimsollError('LAYER_CORRUPT', 'the layer no longer holds what was read of it', {
    subject,
    hint: 'Run again; with --no-cache where it happens again.',
    cause,
  });
}
