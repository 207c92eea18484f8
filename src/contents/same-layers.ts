// Layers of an image that are the same bytes, so that they are read once.
import type { LayerSource } from '../oci/image/image.ts';
import { fileKey } from './cache/blob-key.ts';

/** Layers that are the same bytes by the same claim, together; the rest alone. */
export function groupSame(layers: readonly LayerSource[]): readonly (readonly LayerSource[])[] {
  const groups = new Map<string, LayerSource[]>();
  for (const layer of layers) {
    const key = `${layer.diffId} ${layer.descriptor?.digest} ${namePlace(layer)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [layer]);
    else group.push(layer);
  }
  return [...groups.values()];
}

/** The length of a layer's blob; null where its place does not tell. */
export function storedBytesOf({ location, descriptor }: LayerSource): number | null {
  const isRange = location.kind === 'file' || location.kind === 'packed';
  return isRange ? location.sizeBytes : (descriptor?.sizeBytes ?? null);
}

/** Where a layer's bytes are, so that an equal place means equal bytes. */
function namePlace({ location, descriptor, index }: LayerSource): string {
  if (location.kind === 'file') return fileKey(location) + location.path;
  if (location.kind === 'packed') return fileKey(location);
  // A stream without a digest may bring anything.
  return location.kind === 'stream' && descriptor === null ? `stream ${index}` : location.kind;
}
