// The blobs that the images of a layout have for their layers, by the diffIds that their configs state.
import type { Digest } from '../bytes/digest.ts';
import { CONFIG_LIMIT_BYTES, parseImageConfig } from '../image/config.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { MANIFEST_LIMIT_BYTES, parseManifest } from '../image/manifest.ts';
import { isImageConfigType } from '../image/media-types.ts';
import { pairLayers } from '../image/pair-layers.ts';
import { openFolder } from './folder-files.ts';
import { findBlob, readBlob } from './read-blob.ts';

/** Layouts may hold a whole fleet; beyond this many documents nothing more is looked at. */
const DOCUMENT_LIMIT = 200;

/** Those blobs that are there; none where there is no layout. What a config claims is not proven. */
export async function listLayersOfLayout(folder: string): Promise<ReadonlyMap<Digest, Descriptor>> {
  const files = openFolder(folder);
  const layers = new Map<Digest, Descriptor>();
  const waiting: Descriptor[] = [];
  const seen = new Set<Digest>();
  const visit = async (bytes: Uint8Array, mediaType: string): Promise<void> => {
    const document = parseManifest(bytes, mediaType, 'a manifest');
    if (document.kind === 'index') return void waiting.push(...document.manifests);
    if (!isImageConfigType(document.config.mediaType)) return;
    const config = parseImageConfig(await readBlob(files, document.config, CONFIG_LIMIT_BYTES, 'the config'));
    for (const [diffId, layer] of pairLayers(document, config))
      if (await findBlob(files, layer, 'a layer').catch(() => undefined)) layers.set(diffId, layer);
  };
  try {
    const location = await files.find('index.json');
    if (location === undefined) return layers;
    await visit(await files.read(location, MANIFEST_LIMIT_BYTES, 'index.json'), '');
  } catch {
    return layers;
  }
  for (let next = waiting.shift(); next !== undefined && seen.size < DOCUMENT_LIMIT; next = waiting.shift()) {
    if (seen.has(next.digest)) continue;
    seen.add(next.digest);
    try {
      await visit(await readBlob(files, next, MANIFEST_LIMIT_BYTES, 'a manifest'), next.mediaType);
    } catch {
      // An image that cannot be read has no layer to offer.
    }
  }
  return layers;
}
