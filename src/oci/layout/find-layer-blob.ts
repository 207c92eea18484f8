// The blob that some image of a layout has for a layer, told by the diffId that the image's config states.
import type { Digest } from '../bytes/digest.ts';
import { CONFIG_LIMIT_BYTES, parseImageConfig } from '../image/config.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { MANIFEST_LIMIT_BYTES, parseManifest } from '../image/manifest.ts';
import { isImageConfigType, isLayerType, isNonDistributableType } from '../image/media-types.ts';
import { openFolder } from './folder-files.ts';
import { findBlob, readBlob } from './read-blob.ts';

/** Layouts may hold a whole fleet; beyond this many documents nothing more is looked at. */
const DOCUMENT_LIMIT = 200;

/** Such a blob; undefined where no image there has the layer. What a config claims is not proven. */
export async function findLayerBlob(folder: string, diffId: Digest): Promise<Descriptor | undefined> {
  const files = openFolder(folder);
  const location = await files.find('index.json').catch(() => undefined);
  if (location === undefined) return undefined;
  const waiting: Descriptor[] = [];
  const seen = new Set<Digest>();
  const visit = async (bytes: Uint8Array, mediaType: string): Promise<Descriptor | undefined> => {
    const document = parseManifest(bytes, mediaType, 'a manifest');
    if (document.kind === 'index') {
      waiting.push(...document.manifests);
      return undefined;
    }
    if (!isImageConfigType(document.config.mediaType)) return undefined;
    const config = parseImageConfig(await readBlob(files, document.config, CONFIG_LIMIT_BYTES, 'the config'));
    const layer = document.layers[config.diffIds.indexOf(diffId)];
    if (layer === undefined || !isLayerType(layer.mediaType) || isNonDistributableType(layer.mediaType))
      return undefined;
    await findBlob(files, layer, 'a layer');
    const { mediaType: type, digest, sizeBytes } = layer;
    return { mediaType: type, digest, sizeBytes };
  };
  try {
    await visit(await files.read(location, MANIFEST_LIMIT_BYTES, 'index.json'), '');
  } catch {
    return undefined;
  }
  for (let next = waiting.shift(); next !== undefined && seen.size < DOCUMENT_LIMIT; next = waiting.shift()) {
    if (seen.has(next.digest)) continue;
    seen.add(next.digest);
    try {
      const found = await visit(
        await readBlob(files, next, MANIFEST_LIMIT_BYTES, 'a manifest'),
        next.mediaType,
      );
      if (found !== undefined) return found;
    } catch {
      // An image that cannot be read has no layer to offer.
    }
  }
  return undefined;
}
