// Sends a built image to the registry, of which only what is missing goes over the wire. Engines tell layers of bases by their
// diffIds alone; the blobs that the bases and the image before have for these are used, so that sharing is not lost.

import type { Digest } from '../../../oci/bytes/digest.ts';
import type { Compression } from '../../../oci/compression/choose-decompressor.ts';
import type { CompressionPool } from '../../../oci/compression/compression-pool.ts';
import type { ImageDestination } from '../../../oci/image/destination.ts';
import type { OpenedImage } from '../../../oci/image/image.ts';
import { OCI_CONFIG } from '../../../oci/image/media-types.ts';
import { type RewrittenLayer, rewriteManifest } from '../../../rewrite/image-rewrite.ts';
import { adoptMediaType } from '../../../rewrite/layer-media-type.ts';
import { storeDocument } from '../../../rewrite/store-document.ts';
import { type LayerTransfer, storeKeptLayer } from '../../../rewrite/store-layers.ts';
import type { MakeBase } from './make-input.ts';
import type { ReadSide } from './read-side.ts';

/** What is pushed, and where. */
export interface Push {
  readonly built: ReadSide;
  /** Images of the registry whose blobs can be used: bases and the image before. */
  readonly lenders: readonly OpenedImage[];
  readonly finalBase: MakeBase | undefined;
  readonly destination: ImageDestination;
  readonly gzip: CompressionPool;
  readonly signal: AbortSignal;
}

const BASE_NAME = 'org.opencontainers.image.base.name';
const BASE_DIGEST = 'org.opencontainers.image.base.digest';

/** Stores all blobs, then shows the manifest; gives its digest. Doing it twice is harmless. */
export async function pushImage(push: Push): Promise<Digest> {
  const { built, destination, signal, finalBase } = push;
  const { opened } = built;
  const layers: RewrittenLayer[] = [];
  for (const [index, { diffId, descriptor }] of opened.layers.entries()) {
    const lent = findLent(push.lenders, diffId, descriptor?.digest);
    const stored = await storeKeptLayer(transferOf(push, lent?.image ?? opened), lent?.index ?? index);
    const mediaType = adoptMediaType(opened, stored.descriptor.mediaType);
    // A lent layer stands in no manifest of the built image, and is described anew.
    const keptFrom = lent === undefined ? { keptFrom: index } : {};
    layers.push({ diffId, descriptor: { ...stored.descriptor, mediaType }, ...keptFrom });
  }
  const bytes = Buffer.from(JSON.stringify(opened.config.json));
  const config = await storeDocument(destination, { mediaType: OCI_CONFIG, bytes }, signal);
  const annotations = { ...opened.annotations, ...nameBase(finalBase) };
  const manifest = rewriteManifest({ ...opened, annotations }, { layers, history: undefined }, config);
  const { digest } = await destination.commit({ documents: [manifest] }, signal);
  return digest;
}

/** The annotations that tell what an image stands on (image-spec annotations.md). */
export function nameBase(base: MakeBase | undefined): Readonly<Record<string, string>> {
  if (base === undefined) return {};
  return { [BASE_NAME]: base.reference, [BASE_DIGEST]: base.pull.slice(base.pull.lastIndexOf('@') + 1) };
}

/** The layer of a lender that is the same; none is needed where the built image has the very blob. */
function findLent(
  lenders: readonly OpenedImage[],
  diffId: Digest,
  own: Digest | undefined,
): { readonly image: OpenedImage; readonly index: number } | undefined {
  const found = lenders.flatMap((image) => {
    const index = image.layers.findIndex((layer) => layer.diffId === diffId && layer.descriptor !== null);
    return index === -1 ? [] : [{ image, index }];
  });
  return found.find(({ image, index }) => image.layers[index]!.descriptor!.digest === own) ?? found[0];
}

function transferOf({ built, destination, gzip, signal }: Push, image: OpenedImage): LayerTransfer {
  const compressions = built.contents.layers.map(({ compression }): Compression => compression);
  return { image, compressions, destination, gzip, signal };
}
