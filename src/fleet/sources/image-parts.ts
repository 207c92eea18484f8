// What configs and manifests say of an image, beside its layers.
import type { ImageConfig } from '../../oci/image/config.ts';

const BASE_NAME = 'org.opencontainers.image.base.name';
const BASE_DIGEST = 'org.opencontainers.image.base.digest';

/** The image that it says it was built on (image-spec annotations.md), `NAME@DIGEST` where it says both. */
export function statedBase(
  annotations: Readonly<Record<string, string>>,
  { run }: ImageConfig,
): string | undefined {
  const name = annotations[BASE_NAME] ?? run.labels[BASE_NAME];
  const digest = annotations[BASE_DIGEST] ?? run.labels[BASE_DIGEST];
  const parts = [name, digest].filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? undefined : parts.join('@');
}

/** A name in two: the repository, and the tag where there is one. */
export function splitName(name: string): { readonly repository: string; readonly tag: string | undefined } {
  const colon = name.lastIndexOf(':');
  if (colon <= name.lastIndexOf('/')) return { repository: name, tag: undefined };
  return { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}
