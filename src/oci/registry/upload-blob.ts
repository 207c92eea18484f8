// Stores a blob in a repository: not at all where it is there, by mounting it from another one, or by an upload.
import type { IncomingMessage } from 'node:http';
import { PlimsollError } from '../../errors.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { BlobSource } from '../image/destination.ts';
import { provePieces, type WrittenBlob } from '../staging/prove-pieces.ts';
import { discardBody } from './body.ts';
import { ChunkReader } from './chunks.ts';
import { attemptPatiently, createPatience } from './patience.ts';
import type { Registry } from './registry.ts';
import { hasBlob, UploadLost, type UploadOptions, UploadSession } from './upload-session.ts';

/** Uploads that registries forgot are begun anew so often. */
const RESTART_LIMIT = 5;
/** Then it is sent in one request: some registries (Google's) take no second chunk. */
const CHUNK_RESTARTS = 1;

/** The blob's descriptor, once the registry has it. */
export async function uploadBlob(
  registry: Registry,
  source: BlobSource,
  signal: AbortSignal,
): Promise<Descriptor> {
  const { mediaType, digest, sizeBytes } = source;
  const what = digest === undefined ? 'a new layer' : `the blob ${digest}`;
  if (digest !== undefined && sizeBytes !== undefined) {
    const descriptor = { mediaType, digest, sizeBytes };
    if (await hasBlob(registry, digest, what, signal)) return descriptor;
  }
  const { settings, onNotice } = registry;
  const patience = createPatience({ settings, signal, onNotice });
  const options: UploadOptions = { registry, what, signal, patience };
  for (let restarts = 0; ; restarts++) {
    try {
      const begun = await begin(options, source, restarts === 0);
      if (begun === 'mounted') return { mediaType, digest: digest!, sizeBytes: sizeBytes! };
      const isWhole = restarts > CHUNK_RESTARTS;
      return await (isWhole ? uploadWhole : uploadInChunks)(options, source, begun);
    } catch (error) {
      if (!(error instanceof UploadLost)) throw error;
      if (restarts >= RESTART_LIMIT)
        throw new PlimsollError(
          'REGISTRY_INVALID',
          `${registry.reference.host} forgets the upload of ${what} again and again`,
        );
    }
  }
}

/** One request from the first byte to the last, as Docker's own client sends blobs. */
async function uploadWhole(
  options: UploadOptions,
  source: BlobSource,
  begun: IncomingMessage,
): Promise<Descriptor> {
  const session = new UploadSession(options, begun);
  let whole: WrittenBlob | undefined;
  let failure: unknown;
  const open = async function* (): AsyncGenerator<Uint8Array> {
    try {
      const pieces = provePieces(source, options.signal);
      let next = await pieces.next();
      for (; next.done !== true; next = await pieces.next()) yield next.value;
      whole = next.value;
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  try {
    await session.sendWhole(open);
    if (whole === undefined) throw new UploadLost();
    await session.finish(whole.digest, new Uint8Array());
    return { mediaType: source.mediaType, ...whole };
  } catch (error) {
    if (failure === undefined && error instanceof UploadLost) throw error;
    await session.cancel();
    throw failure ?? error;
  }
}

async function uploadInChunks(
  options: UploadOptions,
  source: BlobSource,
  begun: IncomingMessage,
): Promise<Descriptor> {
  const { mediaType } = source;
  const session = new UploadSession(options, begun);
  const chunks = new ChunkReader(source, readLeastChunk(begun), options.signal);
  try {
    for (let offsetBytes = 0; ; ) {
      const { bytes, whole } = await chunks.read();
      // A blob of one chunk goes with the request that ends the upload.
      const isOnlyOne = whole !== undefined && offsetBytes === 0;
      if (!isOnlyOne) await session.send(bytes, offsetBytes);
      offsetBytes += bytes.byteLength;
      if (whole === undefined) continue;
      await session.finish(whole.digest, isOnlyOne ? bytes : new Uint8Array());
      return { mediaType, ...whole };
    }
  } catch (error) {
    await chunks.stop();
    if (!(error instanceof UploadLost)) await session.cancel();
    throw error;
  }
}

/** Mounts the blob, or begins an upload. */
async function begin(
  { registry, what, signal }: UploadOptions,
  { digest, sizeBytes, mountFrom }: BlobSource,
  mayMount: boolean,
): Promise<IncomingMessage | 'mounted'> {
  const { settings, onNotice, reference } = registry;
  const post = (from: string): Promise<IncomingMessage> =>
    attemptPatiently({ settings, signal, onNotice }, () =>
      registry.send({ method: 'POST', from, what, signal, accepts: [201, 202] }),
    );
  const isMountable =
    mayMount && digest !== undefined && sizeBytes !== undefined && mountFrom?.host === reference.host;
  if (isMountable && mountFrom.repository !== reference.repository) {
    registry.alsoRead(mountFrom.repository);
    const query = new URLSearchParams({ mount: digest, from: mountFrom.repository });
    const response = await post(`blobs/uploads/?${query}`).catch((error: unknown) => {
      if (isRefusal(error)) return undefined;
      throw error;
    });
    if (response !== undefined) discardBody(response);
    if (response?.statusCode === 201) return 'mounted';
    // A registry that does not mount begins an upload instead.
    if (response !== undefined) return response;
  }
  const response = await post('blobs/uploads/');
  discardBody(response);
  return response;
}

/** Registries that know no mounting, or do not let the other repository be read. */
function isRefusal(error: unknown): boolean {
  return error instanceof PlimsollError && ['REGISTRY_REFUSED', 'REGISTRY_INVALID'].includes(error.code);
}

function readLeastChunk({ headers }: IncomingMessage): number {
  const text = String(headers['oci-chunk-min-length'] ?? '');
  return /^\d{1,12}$/.test(text) ? Number(text) : 0;
}
