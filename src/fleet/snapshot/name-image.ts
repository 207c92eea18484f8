// Names of images that are unique in their fleet: as a user types them where that tells them apart, with more behind where not.
import { formatPlatform } from '../../oci/image/platform.ts';
import type { FleetImage } from './fleet-snapshot.ts';

/** What a name is made of. */
export type NamedParts = Pick<FleetImage, 'repository' | 'tags' | 'digest' | 'platform'>;

/** The shortest name that none of `taken` has; it is put in there. */
export function nameImage(image: NamedParts, stated: string | undefined, taken: Set<string>): string {
  for (const name of candidates(image, stated)) {
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
  return stated ?? image.repository;
}

function* candidates({ repository, tags, digest, platform }: NamedParts, stated: string | undefined) {
  const tag = tags[0];
  const name =
    stated ?? (tag !== undefined ? `${repository}:${tag}` : digest ? `${repository}@${digest}` : repository);
  yield name;
  const withPlatform = `${name} (${formatPlatform(platform)})`;
  yield withPlatform;
  if (digest !== undefined && !name.includes('@')) yield `${repository}@${digest}`;
  for (let i = 2; ; i++) yield `${withPlatform} #${i}`;
}
