// Reads a rewritten image back and makes its certificate.
import type { LayerFacts } from '../../contents/facts/layer-facts.ts';
import { digestBytes } from '../../oci/bytes/digest.ts';
import type { ImageDestination } from '../../oci/image/destination.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import type { RewrittenImage } from '../rewritten-image.ts';
import type { Certificate } from './certificate.ts';
import { checkRewrite, isProven } from './prove-rewrite.ts';
import { type ReadBack, readBackLayers } from './read-back.ts';

/** What to certify, and where it is stored. */
export interface CertifyWork extends Omit<ReadBack, 'layers'> {
  readonly rewritten: RewrittenImage;
  /** The program and its version. */
  readonly program: string;
  readonly destination: ImageDestination;
}

/** The certificate, whatever its verdict, and the facts of the result's layers. */
export async function certifyImage(
  work: CertifyWork,
): Promise<{ readonly certificate: Certificate; readonly facts: readonly LayerFacts[] }> {
  const { rewritten, image, destination } = work;
  const { layers, promised, operation, manifest, config } = rewritten;
  const facts = await readBackLayers({ ...work, layers }, destination);
  const checks = checkRewrite(promised, facts, operation.keptLayers);
  const certificate: Certificate = {
    kind: 'plimsoll-certificate',
    version: 1,
    program: work.program,
    operation,
    platform: formatPlatform(image.config.platform),
    input: { digest: image.digest, layers: image.layers.map(({ diffId }) => diffId) },
    result: {
      manifest: digestBytes(manifest.bytes),
      config: digestBytes(config.bytes),
      layers: layers.map(({ diffId, descriptor, keptFrom }) => {
        return { diffId, digest: descriptor.digest, isKept: keptFrom !== undefined };
      }),
    },
    checks,
    verdict: isProven(checks, operation.keptLayers) ? 'proven' : 'failed',
  };
  return { certificate, facts };
}
