// Whether the layers of an image's own install packages, and when they did: what it stands on brings its own, which are another
// image's business.
import { listMetadataFiles } from '../../../../contents/packages/metadata-history.ts';
import type { SquashedView } from '../../../../contents/view/squashed-view.ts';
import { alignHistory, type ImageConfig } from '../../../../oci/image/config.ts';

/** Who installs packages, by what writes its database. */
export type PackageSystem = 'apt' | 'apk';

const DATABASES: Readonly<Record<string, PackageSystem>> = {
  'var/lib/dpkg/status': 'apt',
  'lib/apk/db/installed': 'apk',
  'usr/lib/apk/db/installed': 'apk',
};

/** When layers above the lowest `baseLayerCount` ones installed, by system; the oldest time, undefined where the history does not tell. */
export function findOwnInstalls(
  view: SquashedView,
  config: ImageConfig,
  baseLayerCount: number,
): ReadonlyMap<PackageSystem, number | undefined> {
  const steps = alignHistory(config);
  const files = listMetadataFiles(view);
  const installs = new Map<PackageSystem, number | undefined>();
  for (const [path, system] of Object.entries(DATABASES)) {
    const layers = (files.get(path)?.versions ?? []).flatMap(({ layer }) =>
      layer < baseLayerCount ? [] : [layer],
    );
    if (layers.length === 0) continue;
    const times = layers.map((layer) => Date.parse(steps[layer]?.created ?? ''));
    installs.set(system, times.some(Number.isNaN) ? undefined : Math.min(...times));
  }
  return installs;
}
