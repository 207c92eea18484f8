// A snapshot as JSON: layers once, then images that name them by number; one a line, so that two snapshots can be compared by line.
import type { FleetImage, FleetLayers, FleetSnapshot } from './fleet-snapshot.ts';

/** The file in pieces; it ends with a newline. Layers that no image has are left out. */
export function* writeSnapshot({ at, images, layers }: FleetSnapshot): Iterable<string> {
  const numbers = new Int32Array(layers.count).fill(-1);
  yield `{"kind":"fleet-snapshot","at":${JSON.stringify(at ?? null)},"layers":[`;
  let used = 0;
  for (const image of images)
    for (const layer of image.layers) {
      if (numbers[layer] !== -1) continue;
      yield `${used === 0 ? '' : ','}\n${JSON.stringify(writeLayer(layers, layer))}`;
      numbers[layer] = used++;
    }
  yield '\n],"images":[';
  for (const [i, image] of images.entries())
    yield `${i === 0 ? '' : ','}\n${JSON.stringify(writeImage(image, numbers))}`;
  yield '\n]}\n';
}

function writeLayer(layers: FleetLayers, layer: number): readonly unknown[] {
  const known = [
    layers.digests[layer],
    orNull(layers.shippedBytes[layer]!),
    layers.diffIds[layer] ?? null,
    orNull(layers.entryBytes[layer]!),
    orNull(layers.diskBytes?.[layer] ?? Number.NaN),
  ];
  return known.slice(0, known.findLastIndex((value) => value !== null) + 1);
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Fields that are not known are left out. */
function writeImage(image: FleetImage, numbers: Int32Array): object {
  const { platform } = image;
  return {
    name: image.name,
    repository: image.repository,
    ...(image.tags.length === 0 ? {} : { tags: image.tags }),
    ...(image.digest === undefined ? {} : { digest: image.digest }),
    os: platform.os,
    architecture: platform.architecture,
    ...(platform.variant === undefined ? {} : { variant: platform.variant }),
    ...(platform.osVersion === undefined ? {} : { 'os.version': platform.osVersion }),
    ...(image.osVersion === undefined ? {} : { osVersion: image.osVersion }),
    ...(image.created === undefined ? {} : { created: image.created }),
    ...(image.base === undefined ? {} : { base: image.base }),
    ...(image.dockerfile === undefined ? {} : { dockerfile: image.dockerfile }),
    ...(image.reference === undefined ? {} : { reference: image.reference }),
    ...(image.documents === undefined
      ? {}
      : { documents: image.documents.map(({ digest, sizeBytes }) => [digest, sizeBytes]) }),
    layers: Array.from(image.layers, (layer) => numbers[layer]),
  };
}
