// Names of images that are unique in their fleet: as a user types them where that tells them apart, with more behind where not.
import { formatPlatform } from '../../oci/image/platform.ts';
import type { FleetImage } from './fleet-snapshot.ts';

/** What a name is made of. */
export type NamedParts = Pick<FleetImage, 'repository' | 'tags' | 'digest' | 'platform'>;

/** Names that are taken; behind each the number that the next image of the same name gets. */
export type TakenNames = Map<string, number>;

/** The shortest name that none of `taken` has; it is put in there. */
export function nameImage(image: NamedParts, stated: string | undefined, taken: TakenNames): string {
  const { repository, tags, digest, platform } = image;
  const tag = tags[0];
  const name =
    stated ?? (tag !== undefined ? `${repository}:${tag}` : digest ? `${repository}@${digest}` : repository);
  const withPlatform = `${name} (${formatPlatform(platform)})`;
  const byDigest = digest === undefined || name.includes('@') ? [] : [`${repository}@${digest}`];
  const free = [name, withPlatform, ...byDigest].find((candidate) => !taken.has(candidate));
  const chosen = free ?? numberName(withPlatform, taken);
  taken.set(chosen, 2);
  return chosen;
}

/** Numbers only rise, so that a million images of one name take no longer than others. */
function numberName(name: string, taken: TakenNames): string {
  let number = taken.get(name) ?? 2;
  while (taken.has(`${name} #${number}`)) number++;
  taken.set(name, number + 1);
  return `${name} #${number}`;
}
