// A fleet made in code: two systems, four runtimes on them, and applications on those, which share all that lies below.
import type { MadeImage, MadeLayer } from './image-files.ts';
import { describeImage, makeImage, makeLayer, packLayout, REF_NAME, writeTree } from './image-files.ts';

export interface MadeFleet {
  readonly names: readonly string[];
  readonly images: readonly MadeImage[];
  readonly uniqueLayers: readonly MadeLayer[];
}

const dpkg = (...names: readonly string[]): string =>
  names
    .map((name) => `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n`)
    .join('\n');

/** `count` applications on 8 runtimes; the first image of each runtime is the runtime alone. */
export function makeFleet(count = 24): MadeFleet {
  const systems = ['debian', 'ubuntu'].map((id) =>
    makeLayer({
      'etc/os-release': `ID=${id}\nVERSION_ID="12"\n`,
      'var/lib/dpkg/status': dpkg('libc6', id),
      'var/lib/apt/lists/packages': `${id} list `.repeat(30_000),
    }),
  );
  const runtimes = Array.from({ length: 8 }, (_, i) => [
    systems[i % 2]!,
    makeLayer({
      'var/lib/dpkg/status': dpkg('libc6', ['debian', 'ubuntu'][i % 2]!, `runtime${i}`),
      [`usr/lib/runtime${i}.so`]: `runtime ${i} `.repeat(1000),
      [`root/.cache/pip/http/x${i}`]: `cached ${i} `.repeat(9000),
    }),
  ]);
  const names: string[] = [];
  const images: MadeImage[] = [];
  for (let i = 0; i < count; i++) {
    const below = runtimes[i % runtimes.length]!;
    const isApplication = i >= runtimes.length;
    const own = makeLayer({ [`srv/app${i}/main`]: `application ${i} `.repeat(500) });
    names.push(isApplication ? `app${i}` : `runtime${i}`);
    images.push(makeImage({ layers: isApplication ? [...below, own] : below }));
  }
  const uniqueLayers = [
    ...new Map(
      images.flatMap(({ layers }) => layers.map((layer) => [layer.digest, layer] as const)),
    ).values(),
  ];
  return { names, images, uniqueLayers };
}

/** Writes the fleet as one OCI layout, and gives the references of its images. */
export function writeFleet(folder: string, { names, images }: MadeFleet): readonly string[] {
  const entries = images.map((image, i) => describeImage(image, { annotations: { [REF_NAME]: names[i]! } }));
  writeTree(folder, packLayout(images, entries));
  return names.map((name) => `oci:${folder}:${name}`);
}
