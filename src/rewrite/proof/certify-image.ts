// Reads a rewritten image back and makes its certificate.
import type { LayerFacts } from '../../contents/facts/layer-facts.ts';
import { digestBytes } from '../../oci/bytes/digest.ts';
import type { ImageDestination } from '../../oci/image/destination.ts';
import type { OpenedImage } from '../../oci/image/image.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import type { RewrittenImage } from '../rewritten-image.ts';
import type { Certificate } from './certificate.ts';
import { checkRewrite, isProven } from './prove-rewrite.ts';
import { type ReadBack, readBackShown, readBackStored } from './read-back.ts';

/** What to certify, and where it can be read. */
export interface CertifyWork extends Omit<ReadBack, 'layers'> {
  readonly rewritten: RewrittenImage;
  /** The program and its version. */
  readonly program: string;
  /** Before the image is shown its destination, after that the image as it was opened there. */
  readonly place:
    | { readonly kind: 'stored'; readonly destination: ImageDestination }
    | { readonly kind: 'shown'; readonly image: OpenedImage };
}

/** The certificate, whatever its verdict, and the facts of the result's layers. */
export async function certifyImage(
  work: CertifyWork,
): Promise<{ readonly certificate: Certificate; readonly facts: readonly LayerFacts[] }> {
  const { rewritten, image, place } = work;
  const { layers, promised, operation, manifest, config } = rewritten;
  const readBack: ReadBack = { ...work, layers };
  const facts =
    place.kind === 'stored'
      ? await readBackStored(readBack, place.destination)
      : await readBackShown(readBack, place.image);
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
