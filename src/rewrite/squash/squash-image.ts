// Squashes one image of one platform: all layers, or those above some that stay, become one that shows the same.

import type { ImageContents } from '../../contents/image-contents.ts';
import { squashLayers } from '../../contents/view/squash-layers.ts';
import { PlimsollError } from '../../errors.ts';
import type { OpenedImage } from '../../oci/image/image.ts';
import { isNonDistributableType } from '../../oci/image/media-types.ts';
import { type RewrittenLayer, requireRewritable, rewriteConfig, rewriteManifest } from '../image-rewrite.ts';
import { planDifference } from '../plan-difference.ts';
import { countPortable, findAmbiguousLayer } from '../portable/find-ambiguous.ts';
import { refuseIllegal, refuseMarks } from '../portable/refuse-illegal.ts';
import type { RewrittenImage } from '../rewritten-image.ts';
import { storeDocument } from '../store-document.ts';
import { type LayerTransfer, sourceOf, storeKeptLayer, storeNewLayer } from '../store-layers.ts';
import { squashHistory } from './squash-history.ts';

/** What to squash. */
export interface SquashRequest extends LayerTransfer {
  readonly contents: ImageContents;
  /** How many of the lowest layers stay as they are. */
  readonly keptCount: number;
  /** RFC 3339; the image's own time where it is not given. */
  readonly created?: string | undefined;
}

const BASE_ANNOTATION = /^org\.opencontainers\.image\.base\./;

/** Stores the blobs of the squashed image; throws IMAGE_UNSUPPORTED for images that cannot be squashed. */
export async function squashImage(request: SquashRequest): Promise<RewrittenImage> {
  const { image, contents, keptCount, destination, signal, created } = request;
  const { view } = contents;
  requireSquashable(image, contents, keptCount);
  const kept = keptCount === 0 ? undefined : squashLayers(view.layers.slice(0, keptCount));
  const plan = planDifference(view, kept);
  const layers: RewrittenLayer[] = [];
  for (let layer = 0; layer < keptCount; layer++) layers.push(await storeKeptLayer(request, layer));
  if (plan.stepCount > 0 || keptCount === 0) layers.push(await storeNewLayer(request, plan, sourceOf(image)));
  const fields = {
    layers,
    history: squashHistory(image.config, keptCount, {
      created: created ?? image.config.created,
      isThere: layers.length > keptCount,
    }),
    ...(created === undefined ? {} : { created }),
    // An image without its base's layers is not based on it as the annotation means it.
    ...(keptCount === 0 ? { dropsAnnotation: (name: string) => BASE_ANNOTATION.test(name) } : {}),
  };
  const { document: config, dropped } = rewriteConfig(image, fields);
  const stored = await storeDocument(destination, config, signal);
  const manifest = rewriteManifest(image, fields, stored);
  const annotations =
    keptCount > 0 ? [] : Object.keys(image.annotations).filter((name) => BASE_ANNOTATION.test(name));
  return {
    operation: { kind: 'squash', keptLayers: keptCount },
    layers,
    config,
    manifest,
    promised: view,
    dropped: [...dropped, ...annotations],
  };
}

function requireSquashable(image: OpenedImage, { view }: ImageContents, keptCount: number): void {
  requireRewritable(image);
  refuseIllegal(view, image.reference);
  refuseMarks(view, image.reference);
  const foreign = image.layers.findIndex(
    ({ descriptor }, layer) =>
      layer >= keptCount && descriptor !== null && isNonDistributableType(descriptor.mediaType),
  );
  if (foreign !== -1)
    throw new PlimsollError('IMAGE_UNSUPPORTED', `layer ${foreign} may not be distributed`, {
      subject: image.reference,
      hint: `Its bytes would become part of a layer that is; keep it with --above ${foreign}.`,
    });
  if (keptCount === 0) return;
  const ambiguous = findAmbiguousLayer(squashLayers(view.layers.slice(0, keptCount)));
  if (ambiguous === undefined) return;
  const most = countPortable(view, ambiguous.layer);
  throw new PlimsollError(
    'IMAGE_UNSUPPORTED',
    `layer ${ambiguous.layer} would be kept, and engines read it in different ways (${ambiguous.kinds.join(', ')})`,
    {
      subject: image.reference,
      hint:
        most === 0
          ? 'Squash all layers, without --above.'
          : `--above ${most - 1} keeps as much as can be kept.`,
    },
  );
}
