// Snapshots of made fleets as files: as many images and layers as asked for, hostile names among them.
import { createHash } from 'node:crypto';

/** Text that would end a script, or run where it is taken for HTML. */
export const HOSTILE_REPOSITORY = 'team/</script><img src=x onerror=alert(1)>';

/** What `plimsoll fleet snapshot` could have written, or another program. */
export interface SnapshotFile {
  readonly kind: 'fleet-snapshot';
  readonly at: string;
  readonly images: readonly object[];
}

function layer(name: string, bytes: number): readonly [string, number] {
  return [`sha256:${createHash('sha256').update(name).digest('hex')}`, bytes];
}

/** Images on images: 20 bases of ten layers each, services on them, every tenth of them a base for the next nine. */
export function makeLargeFleet(imageCount: number, layerCount: number): SnapshotFile {
  const ownLayers = layerCount - 200;
  const share = (i: number): number => Math.floor((ownLayers * i) / imageCount);
  const stacks: (readonly [string, number])[][] = [];
  const images = Array.from({ length: imageCount }, (_, i) => {
    const base = Array.from({ length: 10 }, (_layer, k) =>
      layer(`base ${i % 20} ${k}`, 1_000_000 + (i % 20) * 7 + k * 900_001),
    );
    const below = i >= 20 && i % 10 !== 0 ? stacks[i - (i % 10)]! : base;
    const own = Array.from({ length: share(i + 1) - share(i) }, (_layer, k) =>
      layer(`own ${i} ${k}`, 40_000 + i * 13 + k),
    );
    stacks.push([...below, ...own]);
    return {
      repository: i === 7 ? HOSTILE_REPOSITORY : `team/service-${Math.floor(i / 10)}`,
      tags: [`1.${i % 10}`],
      digest: layer(`image ${i}`, 0)[0],
      os: 'linux',
      architecture: 'amd64',
      osVersion: `os-${i % 20}`,
      created: '2026-11-20T10:00:00Z',
      layers: stacks[i]!,
    };
  });
  return { kind: 'fleet-snapshot', at: '2026-11-20T10:00:00Z', images };
}

/** A shop's images: two families on one base, one on an older one. */
export function makeShopFleet(day = 1): SnapshotFile {
  const image = (name: string, layers: readonly (readonly [string, number])[]) => {
    const [repository, tag] = name.split(':');
    return {
      repository,
      tags: [tag],
      digest: layer(`image ${name} ${layers.join()}`, 0)[0],
      os: 'linux',
      architecture: 'amd64',
      osVersion: layers[0]![0].endsWith('7') ? 'trixie' : 'bookworm',
      created: `2026-11-0${day}T10:00:00Z`,
      layers,
    };
  };
  const base = [layer('os', 29_000_000), layer('certificates', 1_200_000)];
  const runtime = [...base, layer('runtime', 48_000_000)];
  return {
    kind: 'fleet-snapshot',
    at: `2026-11-0${day}T10:00:00Z`,
    images: [
      image('shop/base:1', base),
      image('shop/runtime:1', runtime),
      image('shop/web:1', [...runtime, layer(`web ${day}`, 12_000_000 + day)]),
      image('shop/web:2', [...runtime, layer('web next', 13_000_000)]),
      image('shop/api:1', [...runtime, layer('dependencies', 30_000_000), layer(`api ${day}`, 2_000_000)]),
      image('shop/legacy:1', [layer('old os', 31_000_000), layer('legacy', 90_000_000)]),
    ],
  };
}
