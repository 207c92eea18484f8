// Writes a rebased image: the new base's blobs and the application's as they are, the merge layer, config and manifest.
import type { Compression } from '../../oci/compression/choose-decompressor.ts';
import type { Document } from '../../oci/image/destination.ts';
import { OCI_CONFIG } from '../../oci/image/media-types.ts';
import {
  dropStaleFields,
  type RewrittenLayer,
  requireRewritable,
  rewriteManifest,
} from '../image-rewrite.ts';
import { adoptMediaType, layerMediaType } from '../layer-media-type.ts';
import type { RewrittenImage } from '../rewritten-image.ts';
import { inOnePiece, storeDocument } from '../store-document.ts';
import { type LayerTransfer, storeKeptLayer } from '../store-layers.ts';
import { storedManifest } from '../stored-documents.ts';
import type { RebasePlan } from './plan-rebase.ts';
import type { RebaseSide, RebaseSubject } from './rebase-side.ts';

/** What to write, and where. */
export interface RebaseRequest extends Pick<LayerTransfer, 'destination' | 'gzip' | 'signal' | 'made'> {
  readonly subject: RebaseSubject;
  readonly plan: RebasePlan;
  /** The new base as annotations are to name it; null where it has no name that others can use. */
  readonly baseName: string | null;
}

const BASE_NAME = 'org.opencontainers.image.base.name';
const BASE_DIGEST = 'org.opencontainers.image.base.digest';

/** Stores all blobs of the rebased image; the plan must be no conflict. */
export async function rebaseImage(request: RebaseRequest): Promise<RewrittenImage> {
  const { subject, plan, destination, signal } = request;
  const { image, newBase, baseLayerCount } = subject;
  requireRewritable(image.opened);
  const layers: RewrittenLayer[] = [];
  for (const [index, { facts }] of newBase.contents.layers.entries()) {
    const { diffId, descriptor } = await storeKeptLayer(transferOf(newBase, request), index);
    const isSame = newBase.opened.layers[index]!.descriptor?.digest === descriptor.digest;
    const mediaType = adoptMediaType(image.opened, descriptor.mediaType);
    layers.push({ diffId, descriptor: { ...descriptor, mediaType }, ...(isSame ? { facts } : {}) });
  }
  for (let index = baseLayerCount; index < image.opened.layers.length; index++)
    layers.push(await storeKeptLayer(transferOf(image, request), index));
  if (plan.mergeLayer !== undefined) layers.push(await storeMergeLayer(request, plan.mergeLayer.tar));
  const { json, dropped } = dropStaleFields(plan.config);
  const config: Document = {
    mediaType: storedManifest(image.opened)?.document.config.mediaType || OCI_CONFIG,
    bytes: Buffer.from(JSON.stringify(json)),
  };
  const stored = await storeDocument(destination, config, signal);
  const named = nameBase(request);
  const manifest = rewriteManifest(
    { ...image.opened, annotations: named },
    { layers, history: undefined },
    stored,
  );
  return {
    operation: {
      kind: 'rebase',
      keptLayers: layers.length,
      oldBaseLayers: baseLayerCount,
      newBase: newBase.opened.digest,
      verdict: plan.verdict,
    },
    layers,
    config,
    manifest,
    promised: plan.stacked.view,
    dropped,
  };
}

function transferOf({ opened, contents }: RebaseSide, request: RebaseRequest): LayerTransfer {
  const compressions = contents.layers.map(({ compression }): Compression => compression);
  const { destination, gzip, signal, made } = request;
  return { image: opened, compressions, destination, gzip, signal, made };
}

async function storeMergeLayer(
  { subject, destination, gzip, signal, plan }: RebaseRequest,
  tar: Buffer,
): Promise<RewrittenLayer> {
  const { layerForm } = destination;
  const mediaType = layerMediaType(subject.image.opened, layerForm);
  // It is small and in memory already; with its digest known, it is not sent where it is there.
  const pieces: Uint8Array[] = [];
  if (layerForm === 'plain') pieces.push(tar);
  else for await (const piece of gzip.compress(inOnePiece(tar), signal)) pieces.push(Uint8Array.from(piece));
  const descriptor = await storeDocument(destination, { mediaType, bytes: Buffer.concat(pieces) }, signal);
  return { diffId: plan.mergeLayer!.diffId, descriptor };
}

/** The annotations, with those that name the base naming the new one. */
function nameBase({
  subject: { image, newBase },
  baseName,
}: RebaseRequest): Readonly<Record<string, string>> {
  const { annotations } = image.opened;
  const { [BASE_NAME]: name, [BASE_DIGEST]: digest, ...rest } = annotations;
  if (name === undefined && digest === undefined) return annotations;
  return {
    ...rest,
    ...(baseName === null ? {} : { [BASE_NAME]: baseName }),
    [BASE_DIGEST]: newBase.opened.digest,
  };
}
