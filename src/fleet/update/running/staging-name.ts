// Where images of a run are pushed before any tag of theirs moves.
import { createHash } from 'node:crypto';
import type { Digest } from '../../../oci/bytes/digest.ts';
import { formatRegistryReference, parseRegistryReference } from '../../../oci/image/reference.ts';

const KEY_DIGITS = 32;

/** The repository of an image's name, moved to another registry and prefix (`HOST[/PREFIX]`) where one is given. */
export function stagingRepository(reference: string, to: string | undefined): string {
  const { host, repository } = parseRegistryReference(reference);
  const place = to === undefined ? host : to.replace(/\/+$/, '');
  return `${place}/${repository}`;
}

/** `REPOSITORY:plimsoll-KEY`: a tag, because registries collect manifests that have none. */
export function stagingReference(repository: string, key: string): string {
  const { tag: _, ...place } = parseRegistryReference(repository);
  return formatRegistryReference({ ...place, tag: `plimsoll-${key.slice(0, KEY_DIGITS)}` });
}

/** The key of what several keys make together. */
export function joinKeys(keys: readonly string[]): string {
  return createHash('sha256').update(keys.join('\n')).digest('hex');
}

/** The same repository by a digest, for those who must not see its image change. */
export function pinReference(reference: string, digest: Digest): string {
  const { host, repository } = parseRegistryReference(reference);
  return formatRegistryReference({ host, repository, digest });
}
