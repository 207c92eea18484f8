// Images of folders, archives and engines: what their configs say, and what earlier runs found out about their layers.
import type { OpenedImage } from '../../oci/image/image.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import type { ListedImage } from '../../oci/listed-image.ts';
import type { KnownLayer } from '../snapshot/layer-table.ts';
import { isPlatformWanted } from './fleet-options.ts';
import { type FleetReading, leaveOutInvalid } from './fleet-reading.ts';
import { splitName, statedBase } from './image-parts.ts';
import type { LayerSizesReader } from './layer-sizes.ts';

/** Adds an image under all its names, or under `fallback` where it has none; those of platforms that nobody wants are left out. */
export function addListed(reading: FleetReading, listed: ListedImage, fallback: string): void {
  leaveOutInvalid(reading, listed.names[0] ?? fallback, () => add(reading, listed, fallback));
}

function add(
  { builder, options, sizes }: FleetReading,
  { image, names, isOneOfSeveral, documents, plainBytes }: ListedImage,
  fallback: string,
): void {
  const { config } = image;
  if (!isPlatformWanted(config.platform, options)) return;
  const parts = names.map(splitName);
  const [first] = parts;
  const name = names[0] ?? fallback;
  builder.add({
    name: isOneOfSeveral ? `${name} (${formatPlatform(config.platform)})` : name,
    repository: first?.repository ?? fallback,
    tags: parts.flatMap(({ tag }) => tag ?? []),
    digest: image.digest,
    platform: config.platform,
    osVersion: undefined,
    created: config.created,
    base: statedBase(image.annotations, config),
    dockerfile: undefined,
    reference: image.reference,
    ...(documents === undefined
      ? {}
      : { documents: documents.map(({ digest, sizeBytes }) => ({ digest, sizeBytes })) }),
    layers: describeLayers(image, plainBytes, sizes),
  });
}

function describeLayers(
  image: OpenedImage,
  plainBytes: ListedImage['plainBytes'],
  sizes: LayerSizesReader | undefined,
): readonly KnownLayer[] {
  return image.layers.map((layer) => ({
    digest: layer.descriptor?.digest ?? layer.diffId,
    shippedBytes: layer.descriptor?.sizeBytes,
    diffId: layer.diffId,
    plainBytes: plainBytes?.[layer.index],
    ...sizes?.readLayer(image, layer),
  }));
}
