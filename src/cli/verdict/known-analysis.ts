// An image that was analysed before is told again from what is kept: where all its layers are proven to be what they were,
// and program, config and options are the same, the analysis is too.
import { createHash } from 'node:crypto';
import type { ImageAnalysis } from '../../checks/judging/analyse-image.ts';
import type { Profile } from '../../checks/profile.ts';
import { BUILD_ID } from '../../contents/cache/build-id.ts';
import type { FactsCache } from '../../contents/cache/facts-cache.ts';
import { findProofs } from '../../contents/cache/find-proof.ts';
import { type BlobProof, encodeProof } from '../../contents/cache/proof-format.ts';
import type { OpenedImage } from '../../oci/image/image.ts';

/** All beside the layers that an analysis depends on. */
export interface AnalysisOptions {
  readonly baseLayerCount: number;
  readonly profile: Profile;
  readonly pathsPerFinding: number;
}

/** What is kept of an image that is just opened; undefined where anything of it is new. */
export function recallAnalysis(
  image: OpenedImage,
  options: AnalysisOptions,
  cache: FactsCache,
): ImageAnalysis | undefined {
  if (BUILD_ID === '') return undefined;
  const proofs = findProofs(image, cache);
  const block = proofs && cache.readBlock(keyOf(image, proofs, options));
  return block && (JSON.parse(Buffer.from(block).toString('utf8')) as ImageAnalysis);
}

/** Keeps the analysis of an image that was just read. */
export function keepAnalysis(
  image: OpenedImage,
  proofs: readonly BlobProof[],
  options: AnalysisOptions,
  analysis: ImageAnalysis,
  cache: FactsCache,
): void {
  if (BUILD_ID === '') return;
  cache.writeBlock(keyOf(image, proofs, options), Buffer.from(JSON.stringify(analysis)));
}

function keyOf(image: OpenedImage, proofs: readonly BlobProof[], options: AnalysisOptions): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([BUILD_ID, image.config, options, proofs.length]));
  for (const proof of proofs) hash.update(new Uint8Array(encodeProof(proof)));
  return `analysis ${hash.digest('hex')}`;
}
