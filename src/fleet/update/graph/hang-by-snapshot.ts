// Images without a Dockerfile, as a snapshot shows them: they hang by layers, or by the base that they record.
import { formatPlatform } from '../../../oci/image/platform.ts';
import { linkImages } from '../../hierarchy/tree/link-images.ts';
import { splitBase } from '../../hierarchy/tree/split-base.ts';
import type { FleetImage, FleetSnapshot } from '../../snapshot/fleet-snapshot.ts';
import { fullName, ImageNames } from './image-names.ts';
import type { BaseOrigin, BaseUse, UpdateImage } from './update-graph.ts';

/** Adds what the snapshot has and `known` has not; images that are known keep the edges of their Dockerfiles. */
export function hangBySnapshot(
  known: readonly UpdateImage[],
  { file, snapshot }: { readonly file: string; readonly snapshot: FleetSnapshot },
): { readonly images: readonly UpdateImage[]; readonly uses: readonly BaseUse[] } {
  const ids = snapshot.images.map((image) => idOf(image));
  const names = new ImageNames<UpdateImage>();
  const withoutHost = new Map<string, UpdateImage>();
  for (const image of known)
    for (const reference of image.references) {
      names.add(reference, image, image.build?.platforms ?? []);
      withoutHost.set(fullName(reference).replace(/^[^/]+\//, ''), image);
    }
  const built = snapshot.images.map((image) => findKnown(image, names, withoutHost));
  const added = new Map<string, UpdateImage>();
  const uses = new Map<string, { readonly use: BaseUse; readonly platforms: string[] }>();
  for (const [i, { parent, evidence }] of linkImages(snapshot.images, new Map()).entries()) {
    const id = ids[i]!;
    const image = snapshot.images[i]!;
    const own = built[i];
    if (own === undefined) addImage(added, id, image, file);
    // A Dockerfile that was read says more.
    if (own?.build !== undefined) continue;
    const origin = originOf(parent, image, built, ids);
    if (origin === undefined) continue;
    const kind = parent !== null && evidence.includes('layers') ? 'layers' : 'annotation';
    const key = JSON.stringify([own?.id ?? id, origin, kind]);
    const platform = formatPlatform(image.platform);
    const before = uses.get(key);
    if (before !== undefined) before.platforms.push(platform);
    else uses.set(key, { use: { origin, image: own?.id ?? id, kind }, platforms: [platform] });
  }
  return {
    images: [...added.values()],
    uses: [...uses.values()].map(({ use, platforms }) => ({ ...use, platforms })),
  };
}

function addImage(
  added: Map<string, UpdateImage>,
  id: string,
  { repository, tags }: FleetImage,
  file: string,
): void {
  if (added.has(id)) return;
  added.set(id, {
    kind: 'image',
    id,
    references: tags.map((tag) => `${repository}:${tag}`),
    place: { kind: 'snapshot', file },
    build: undefined,
  });
}

/** All platforms of one tag are one image. */
function idOf({ name, repository, tags: [tag] }: FleetImage): string {
  return tag === undefined ? name : `${repository}:${tag}`;
}

function findKnown(
  { repository, tags, platform }: FleetImage,
  names: ImageNames<UpdateImage>,
  withoutHost: ReadonlyMap<string, UpdateImage>,
): UpdateImage | undefined {
  for (const tag of tags) {
    const found =
      names.find(`${repository}:${tag}`, formatPlatform(platform)) ?? withoutHost.get(`${repository}:${tag}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function originOf(
  parent: number | null,
  { base }: FleetImage,
  built: readonly (UpdateImage | undefined)[],
  ids: readonly string[],
): BaseOrigin | undefined {
  if (parent !== null) return { kind: 'image', id: built[parent]?.id ?? ids[parent]! };
  const name = splitBase(base)?.name;
  return name === undefined ? undefined : { kind: 'external', reference: fullName(name) };
}
