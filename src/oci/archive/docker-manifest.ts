// manifest.json of `docker save` (moby image/spec, "Combined Image JSON + Filesystem Changeset Format"), and which of its images is meant.
import { PlimsollError } from '../../errors.ts';
import { formatRegistryReference, parseRegistryReference } from '../image/reference.ts';
import { familiarName, listNames } from '../layout/image-name.ts';

/** One image of a docker-archive: the members that hold its config and its layers, base first. */
export interface DockerArchiveImage {
  readonly config: string;
  readonly repoTags: readonly string[];
  readonly layers: readonly string[];
}

/** manifest.json of one image. */
export function encodeDockerManifest({ config, repoTags, layers }: DockerArchiveImage): Uint8Array {
  const image = { Config: config, RepoTags: repoTags.length === 0 ? null : repoTags, Layers: layers };
  return Buffer.from(JSON.stringify([image]));
}

/** A name with a tag as Docker writes it, short and in full; undefined where the text is none. */
export function dockerNameOf(text: string): { readonly familiar: string; readonly full: string } | undefined {
  try {
    const reference = parseRegistryReference(text);
    if (reference.digest !== undefined) return undefined;
    const full = formatRegistryReference(reference);
    return { familiar: familiarName(full), full };
  } catch {
    return undefined;
  }
}

/** Reads manifest.json; throws IMAGE_INVALID where its shape is wrong. */
export function parseDockerManifest(bytes: Uint8Array): readonly DockerArchiveImage[] {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch (cause) {
    throw new PlimsollError('IMAGE_INVALID', 'manifest.json is not JSON', { cause });
  }
  if (!Array.isArray(json)) throw new PlimsollError('IMAGE_INVALID', 'manifest.json is no list of images');
  return json.map(parseImage);
}

/** The image that `selector` (a name, `@POSITION`, or nothing where there is one) means; throws listing what is there. */
export function chooseDockerImage(
  images: readonly DockerArchiveImage[],
  selector: string | undefined,
  subject: string,
): DockerArchiveImage {
  const chosen =
    selector === undefined
      ? images
      : selector.startsWith('@')
        ? images.filter((_, position) => `@${position}` === selector)
        : images.filter((image) =>
            image.repoTags.some((tag) => familiarName(tag) === familiarName(selector)),
          );
  const [first] = chosen;
  if (first === undefined)
    throw images.length === 0
      ? new PlimsollError('NOT_AN_IMAGE', 'manifest.json lists no image', { subject })
      : new PlimsollError('IMAGE_NOT_FOUND', `there is no image '${selector}'`, {
          subject,
          hint: offerNames(images),
        });
  if (chosen.some((image) => image.config !== first.config))
    throw new PlimsollError('REFERENCE_INVALID', 'it holds several images', {
      subject,
      hint: offerNames(chosen),
    });
  return first;
}

function parseImage(json: unknown, position: number): DockerArchiveImage {
  const { Config, RepoTags, Layers } = (typeof json === 'object' && json !== null ? json : {}) as Record<
    string,
    unknown
  >;
  const layers = Layers ?? [];
  if (typeof Config !== 'string' || Config === '')
    throw new PlimsollError('IMAGE_INVALID', `image ${position} in manifest.json names no config`);
  if (!Array.isArray(layers) || !layers.every((layer) => typeof layer === 'string' && layer !== ''))
    throw new PlimsollError('IMAGE_INVALID', `image ${position} in manifest.json lists no layers`);
  const repoTags = Array.isArray(RepoTags) ? RepoTags.filter((tag) => typeof tag === 'string') : [];
  return { config: Config, repoTags, layers: layers as string[] };
}

function offerNames(images: readonly DockerArchiveImage[]): string {
  const names = images.map((image, position) => image.repoTags[0] ?? `@${position}`);
  return `Write docker-archive:PATH:NAME with one of these names: ${listNames(names)}.`;
}
