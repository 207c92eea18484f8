// What an image of a fleet is called where it is written: the name that it has, without the place it comes from.
import { basename, resolve } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import type { OpenedImage } from '../../oci/image/image.ts';
import { parseRegistryReference } from '../../oci/image/reference.ts';
import { splitPathAndSelector } from '../../oci/layout/split-path.ts';
import { parseImageReference } from '../../oci/open-image.ts';

/** A name in its two parts. */
export interface ImageName {
  readonly repository: string;
  readonly tag: string;
  /** As a tag of a layout: what the image is called where it has a tag already, else both parts. */
  readonly label: string;
}

const OFFICIAL = /^library\//;
const DIGEST_DIGITS = 12;
const ARCHIVE = /(?:\.tar|\.tgz)(?:\.\w+)?$/;

/** The name of an opened image. */
export async function nameImage({
  reference,
  digest,
}: Pick<OpenedImage, 'reference' | 'digest'>): Promise<ImageName> {
  const { transport, target } = parseImageReference(reference);
  if (transport === 'docker' || transport === 'docker-daemon') return nameReference(target, digest);
  const { path, selector } = await splitPathAndSelector(target);
  const folder = basename(resolve(path)).replace(ARCHIVE, '').toLowerCase();
  const repository = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/.test(folder) ? folder : 'image';
  if (selector === undefined || selector.startsWith('@'))
    return { repository, tag: 'latest', label: repository };
  // The tag of a layout may be a whole name.
  if (/[:/]/.test(selector)) return { ...nameReference(selector, digest), label: selector };
  return { repository, tag: selector, label: selector };
}

/** What images are called from one release to the next: without their tags, where that tells them apart. */
export function nameLastingly(names: readonly ImageName[]): readonly string[] {
  const forms: readonly ((name: ImageName) => string)[] = [
    ({ repository }) => repository,
    ({ label }) => label,
    ({ repository, tag }) => `${repository}:${tag}`,
  ];
  const form = forms.find((one) => new Set(names.map(one)).size === names.length) ?? forms.at(-1)!;
  return names.map(form);
}

function nameReference(text: string, digest: string): ImageName {
  const short = digest.slice('sha256:'.length).slice(0, DIGEST_DIGITS);
  try {
    const parsed = parseRegistryReference(text);
    const repository = parsed.repository.replace(OFFICIAL, '');
    const tag = parsed.tag ?? `sha256-${short}`;
    return { repository, tag, label: `${repository}:${tag}` };
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    // An engine's image may have an id alone.
    return { repository: 'image', tag: short, label: `image:${short}` };
  }
}
