// Layers of one image as they are to be read: equal ones together, each with its place.
import { PlimsollError } from '../errors.ts';
import type { LayerSource } from '../oci/image/image.ts';
import { fileKey } from './cache/blob-key.ts';
import type { ScanJob } from './scan/scan-worker.ts';

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

/** Where a layer's bytes are, so that an equal place means equal bytes. */
function namePlace({ location, descriptor, index }: LayerSource): string {
  if (location.kind === 'file') return fileKey(location) + location.path;
  // A stream without a digest may bring anything.
  return location.kind === 'stream' && descriptor === null ? `stream ${index}` : location.kind;
}

/** The job that scans a layer that can be read alone. */
export function toJob({ location }: LayerSource): ScanJob {
  if (location.kind === 'stream') return { kind: 'stream', open: (signal) => location.open(signal) };
  if (location.kind === 'file') {
    const { path, offsetBytes, sizeBytes } = location;
    return { kind: 'file', path, offsetBytes, sizeBytes };
  }
  throw new PlimsollError('INTERNAL', 'a layer of an export cannot be read alone');
}

/** The size of a layer's stored bytes; null where the place does not tell. */
export function storedBytesOf(layer: LayerSource): number | null {
  return layer.location.kind === 'file' ? layer.location.sizeBytes : (layer.descriptor?.sizeBytes ?? null);
}
