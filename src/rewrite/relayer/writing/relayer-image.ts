// The documents of a relayered image, and what it promises.

import type { ImageDestination } from '../../../oci/image/destination.ts';
import type { OpenedImage } from '../../../oci/image/image.ts';
import { type RewrittenLayer, rewriteConfig, rewriteManifest } from '../../image-rewrite.ts';
import type { ShownStack } from '../../proof/compare-shown.ts';
import type { RewrittenImage } from '../../rewritten-image.ts';
import { storeDocument } from '../../store-document.ts';
import { relayerHistory } from './relayer-history.ts';

/** An image whose layers are stored. */
export interface RelayeredParts {
  readonly image: OpenedImage;
  readonly layers: readonly RewrittenLayer[];
  /** What each layer holds, in words. */
  readonly comments: readonly string[];
  readonly promised: ShownStack;
  readonly clamp: { readonly atSeconds: number; readonly fileCount: number } | undefined;
  /** RFC 3339; the image's own time where it is not given. */
  readonly created: string | undefined;
  readonly destination: ImageDestination;
  readonly signal: AbortSignal;
}

const BASE_ANNOTATION = /^org\.opencontainers\.image\.base\./;

/** Stores the config and makes the manifest. */
export async function relayerImage(parts: RelayeredParts): Promise<RewrittenImage> {
  const { image, layers, comments, promised, clamp, created, destination, signal } = parts;
  const fields = {
    layers,
    history: relayerHistory(image.config, comments, created ?? image.config.created),
    ...(created === undefined ? {} : { created }),
    // No layer of the base is there as it was, so the annotations no longer mean what they say.
    dropsAnnotation: (name: string) => BASE_ANNOTATION.test(name),
  };
  const { document: config, dropped } = rewriteConfig(image, fields);
  const stored = await storeDocument(destination, config, signal);
  return {
    operation: {
      kind: 'relayer',
      keptLayers: 0,
      clampedTo:
        clamp === undefined ? null : new Date(clamp.atSeconds * 1000).toISOString().replace('.000Z', 'Z'),
      clampedFiles: clamp?.fileCount ?? 0,
    },
    layers,
    config,
    manifest: rewriteManifest(image, fields, stored),
    promised,
    dropped: [...dropped, ...Object.keys(image.annotations).filter((name) => BASE_ANNOTATION.test(name))],
  };
}
