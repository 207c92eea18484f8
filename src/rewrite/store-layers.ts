// Brings a rewritten image's layers to their destination: those that stay as the very blobs that they are, new ones as their
// plans say.

import { openStored } from '../contents/open-stored.ts';
import { createDigester, type Digest } from '../oci/bytes/digest.ts';
import type { Compression } from '../oci/compression/choose-decompressor.ts';
import type { CompressionPool } from '../oci/compression/compression-pool.ts';
import type { Descriptor } from '../oci/image/descriptor.ts';
import type { BlobSource, ImageDestination, RepositoryName } from '../oci/image/destination.ts';
import type { LayerSource, OpenedImage } from '../oci/image/image.ts';
import { isNonDistributableType } from '../oci/image/media-types.ts';
import { parseRegistryReference } from '../oci/image/reference.ts';
import type { RewrittenLayer } from './image-rewrite.ts';
import { layerMediaType } from './layer-media-type.ts';
import type { LayerPlan } from './layer-plan.ts';
import { keyOfLayer, keyOfPlan, type MadeBlobs } from './made-blobs.ts';
import type { ReadAlong } from './proof/read-along.ts';
import { type StackSource, writeLayer } from './write-layer.ts';

/** From where to where. */
export interface LayerTransfer {
  readonly image: OpenedImage;
  /** How each layer of the image is stored. */
  readonly compressions: readonly Compression[];
  readonly destination: ImageDestination;
  /** Compresses what is not compressed yet. */
  readonly gzip: CompressionPool;
  readonly signal: AbortSignal;
  /** What earlier runs made, where that is known. */
  readonly made?: MadeBlobs | undefined;
  /** Reads new layers back while they are written. */
  readonly readAlong?: ReadAlong | undefined;
  /** Told how many uncompressed bytes of a new layer were made. */
  readonly onWritten?: (sizeBytes: number) => void;
}

/** Keeps a layer of the image. A blob that the destination has for its diffId is used where the image names none. */
export async function storeKeptLayer(transfer: LayerTransfer, keptFrom: number): Promise<RewrittenLayer> {
  const { image, compressions, destination, signal } = transfer;
  const layer = image.layers[keptFrom]!;
  const { diffId, descriptor } = layer;
  if (descriptor !== null) {
    const isThere =
      isNonDistributableType(descriptor.mediaType) || (await destination.hasBlob(descriptor, signal));
    if (isThere) return { diffId, descriptor, keptFrom };
    const mountFrom = repositoryOf(image);
    const { mediaType, digest, sizeBytes } = descriptor;
    const stored = await destination.writeBlob(
      {
        mediaType,
        digest,
        sizeBytes,
        ...(mountFrom === undefined ? {} : { mountFrom }),
        open: (within) => openStored(image, layer, within),
      },
      signal,
    );
    return { diffId, descriptor: stored.digest === digest ? descriptor : stored, keptFrom };
  }
  const known = await destination.findLayer(diffId, signal);
  if (known !== undefined) return { diffId, descriptor: known, keptFrom };
  const blob = blobOfStored(transfer, layer, compressions[keptFrom]!);
  const key = keyOfLayer(diffId, blob.mediaType);
  const there = await findMade(transfer, key, blob.mediaType);
  if (there !== undefined) return { ...there, keptFrom };
  const onRead: BlobSource['onRead'] = (read) => transfer.made?.keep(key, { diffId, ...read });
  return { diffId, descriptor: await destination.writeBlob({ ...blob, onRead }, signal), keptFrom };
}

/** Makes a planned layer. */
export async function storeNewLayer(
  transfer: LayerTransfer,
  plan: LayerPlan,
  source: StackSource,
): Promise<RewrittenLayer> {
  const { image, destination, gzip, signal, made, readAlong, onWritten } = transfer;
  const { layerForm } = destination;
  const mediaType = layerMediaType(image, layerForm);
  const key = keyOfPlan(plan, layerForm);
  const there = await findMade(transfer, key, mediaType);
  if (there !== undefined) return there;
  let diffId: Digest | undefined;
  async function* makeTar(within: AbortSignal): AsyncGenerator<Uint8Array> {
    const digester = createDigester();
    for await (const piece of writeLayer(plan, source, within)) {
      digester.update(piece);
      onWritten?.(piece.length);
      yield piece;
    }
    diffId = digester.digest();
  }
  const follower = readAlong?.follow(signal);
  let descriptor: Descriptor | undefined;
  try {
    descriptor = await destination.writeBlob(
      {
        mediaType,
        onRead: (read) => made?.keep(key, { diffId: diffId!, ...read }),
        ...(follower === undefined ? {} : { onStored: follower.take }),
        open: (within) => (layerForm === 'gzip' ? gzip.compress(makeTar(within), within) : makeTar(within)),
      },
      signal,
    );
    return { diffId: diffId!, descriptor };
  } finally {
    follower?.end(descriptor);
  }
}

/** What an earlier run made, where the destination has it. */
async function findMade(
  { destination, made, signal }: LayerTransfer,
  key: string,
  mediaType: string,
): Promise<RewrittenLayer | undefined> {
  const known = made?.recall(key);
  if (known === undefined) return undefined;
  const { diffId, digest, sizeBytes } = known;
  const descriptor = { mediaType, digest, sizeBytes };
  return (await destination.hasBlob(descriptor, signal)) ? { diffId, descriptor } : undefined;
}

/** The layers of one image as the stack of a plan. */
export function sourceOf(image: OpenedImage): StackSource {
  return {
    open: (layer, signal) => openStored(image, image.layers[layer]!, signal),
    name: (layer) => `${image.reference}, layer ${layer} (${image.layers[layer]!.diffId.slice(0, 19)})`,
  };
}

/** A layer whose place names no blob: plain ones are compressed where the destination wants that. */
function blobOfStored(
  { image, destination, gzip }: LayerTransfer,
  layer: LayerSource,
  compression: Compression,
): BlobSource {
  const isPacked = compression === 'plain' && destination.layerForm === 'gzip';
  return {
    mediaType: layerMediaType(image, isPacked ? 'gzip' : compression),
    open: (within) => {
      const stored = openStored(image, layer, within);
      return isPacked ? gzip.compress(stored, within) : stored;
    },
  };
}

function repositoryOf({ transport, reference }: OpenedImage): RepositoryName | undefined {
  if (transport !== 'docker') return undefined;
  const { host, repository } = parseRegistryReference(reference.slice('docker://'.length));
  return { host, repository };
}
