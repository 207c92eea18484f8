// A layer's bytes from wherever they are: the registry, or for foreign layers (image-spec descriptor.md, `urls`) elsewhere.
import { PlimsollError } from '../../errors.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { isNonDistributableType } from '../image/media-types.ts';
import { streamBlob } from './blob.ts';
import { isInternal } from './host.ts';
import type { Registry } from './registry.ts';
import type { Semaphore } from './semaphore.ts';

const FOREIGN_URL_LIMIT = 4;

/** A layer to stream, and the places at the registry that it has to wait for. */
export interface LayerRequest {
  readonly descriptor: Descriptor;
  readonly index: number;
  readonly places: Semaphore;
  readonly signal: AbortSignal;
}

/** The layer's stored bytes, proven; holds one place from the first byte asked for until the end. */
export async function* streamLayer(registry: Registry, request: LayerRequest): AsyncGenerator<Uint8Array> {
  const { descriptor, signal } = request;
  const release = await request.places.acquire(signal);
  try {
    const what = `layer ${request.index} (${descriptor.digest})`;
    const sources = [`blobs/${descriptor.digest}`, ...listForeignUrls(registry, descriptor)];
    for (const [at, from] of sources.entries()) {
      let hasStarted = false;
      try {
        for await (const chunk of streamBlob(registry, { descriptor, from, what, signal })) {
          hasStarted = true;
          yield chunk;
        }
        return;
      } catch (error) {
        if (hasStarted || signal.aborted || at === sources.length - 1) throw explainMissing(error, what);
      }
    }
  } finally {
    release();
  }
}

/** The manifest's author chose these: https only, and into no network where the registry itself is not. */
function listForeignUrls(registry: Registry, descriptor: Descriptor): readonly URL[] {
  if (!isNonDistributableType(descriptor.mediaType)) return [];
  return (descriptor.urls ?? [])
    .slice(0, FOREIGN_URL_LIMIT)
    .filter((text) => URL.canParse(text))
    .map((text) => new URL(text))
    .filter(
      (url) => url.protocol === 'https:' && (!isInternal(url.hostname) || isInternal(registry.base.hostname)),
    );
}

function explainMissing(error: unknown, what: string): unknown {
  if (!(error instanceof PlimsollError) || error.code !== 'IMAGE_NOT_FOUND') return error;
  return new PlimsollError('REGISTRY_INVALID', `${error.message}, which the manifest names`, {
    hint: `Without ${what} the image cannot be read; push it again.`,
    cause: error.cause,
  });
}
