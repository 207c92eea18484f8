// What an earlier run proved of a layer, where that may serve it now.
import type { LayerSource, OpenedImage } from '../../oci/image/image.ts';
import { lookupKey } from './blob-key.ts';
import type { FactsCache } from './facts-cache.ts';
import type { BlobProof } from './proof-format.ts';

/** The proof that this layer's blob has the diffId that the config claims, or undefined. */
export function findProof(
  image: Pick<OpenedImage, 'diffIdsVouched'>,
  layer: LayerSource,
  cache: FactsCache,
): BlobProof | undefined {
  const needsVouching = layer.location.kind === 'export' && layer.descriptor === null;
  if (needsVouching && !image.diffIdsVouched) return undefined;
  const key = lookupKey(layer);
  const proof = key === null ? undefined : cache.readProof(key);
  return proof?.diffId === layer.diffId ? proof : undefined;
}

/** The proofs of all layers; undefined where one of them must be read first. */
export function findProofs(image: OpenedImage, cache: FactsCache): readonly BlobProof[] | undefined {
  if (image.isConfigProvisional === true) return undefined;
  const proofs: BlobProof[] = [];
  for (const layer of image.layers) {
    const proof = findProof(image, layer, cache);
    if (proof === undefined) return undefined;
    proofs.push(proof);
  }
  return proofs;
}
