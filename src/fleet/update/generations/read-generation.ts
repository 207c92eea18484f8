// A generation from its index. The index may be from anyone who can write to the repository: all that is read is checked.
import { PlimsollError } from '../../../errors.ts';
import { isDigest } from '../../../oci/bytes/digest.ts';
import type { Descriptor } from '../../../oci/image/descriptor.ts';
import type { ImageIndex, ImageManifest } from '../../../oci/image/manifest.ts';
import { isIndexType, isManifestType } from '../../../oci/image/media-types.ts';
import { parseRegistryReference } from '../../../oci/image/reference.ts';
import type { MadeHow } from '../running/made-image.ts';
import type { Generation, GenerationBase, GenerationImage, GenerationPlatform } from './generation.ts';
import { ANNOTATION, REASON_LIMIT } from './write-generation.ts';

const CHILD_LIMIT = 20_000;
const ID_LIMIT = 1024;
const REFERENCE_LIMIT = 100;
const PLATFORM_LIMIT = 100;
const NUMBER = /^[1-9]\d{0,8}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const PLATFORM = /^[\w.]{1,40}\/[\w.]{1,40}(?:\/[\w.]{1,40})?$/;
const KEY = /^[\w:./+=-]{1,200}$/;
const HOW: readonly MadeHow[] = ['left', 'rebased', 'rebuilt', 'cut-off'];

/** Throws GENERATION_INVALID, naming `what`, for anything that `writeGeneration` would not have written. */
export function readGeneration(document: ImageManifest | ImageIndex, what: string): Generation {
  if (document.kind !== 'index') throw invalid(what, 'it is one image, not an index');
  const { annotations, manifests } = document;
  if (manifests.length > CHILD_LIMIT) throw invalid(what, `it names more than ${CHILD_LIMIT} images`);
  const number = annotations[ANNOTATION.generation] ?? '';
  const previous = annotations[ANNOTATION.previous];
  const at = annotations[ANNOTATION.created] ?? '';
  if (!NUMBER.test(number)) throw invalid(what, 'it has no number');
  if (previous !== undefined && !NUMBER.test(previous))
    throw invalid(what, 'the one before it has no number');
  if (!TIME.test(at)) throw invalid(what, 'it does not say when it was made');
  const images: GenerationImage[] = [];
  const bases: GenerationBase[] = [];
  for (const descriptor of manifests) {
    if (!isIndexType(descriptor.mediaType) && !isManifestType(descriptor.mediaType))
      throw invalid(what, `${descriptor.digest} in it is no image`);
    if (descriptor.annotations?.[ANNOTATION.image] !== undefined) images.push(readImage(descriptor, what));
    else if (descriptor.annotations?.[ANNOTATION.base] !== undefined) bases.push(readBase(descriptor, what));
    else throw invalid(what, `it does not say what ${descriptor.digest} is`);
  }
  checkUnique(images, what);
  return {
    number: Number(number),
    previous: previous === undefined ? undefined : Number(previous),
    at,
    images,
    bases,
  };
}

function readImage(descriptor: Descriptor, what: string): GenerationImage {
  const { annotations = {} } = descriptor;
  const id = annotations[ANNOTATION.image] ?? '';
  if (id === '' || id.length > ID_LIMIT) throw invalid(what, 'an image in it has no usable id');
  const references = (annotations[ANNOTATION.references] ?? '').split(' ').filter((text) => text !== '');
  if (references.length > REFERENCE_LIMIT) throw invalid(what, `${shorten(id)} in it has too many names`);
  for (const reference of references) checkReference(reference, what);
  return {
    id,
    references,
    descriptor: bare(descriptor),
    platforms: readPlatforms(annotations[ANNOTATION.platforms], `${what}, ${shorten(id)}`),
  };
}

function readBase(descriptor: Descriptor, what: string): GenerationBase {
  const { annotations = {} } = descriptor;
  const reference = annotations[ANNOTATION.base] ?? '';
  const usedDigest = annotations[ANNOTATION.usedDigest];
  checkReference(reference, what, true);
  if (!isDigest(usedDigest)) throw invalid(what, `the digest of the base ${shorten(reference)} is none`);
  return { reference, usedDigest, descriptor: bare(descriptor) };
}

function readPlatforms(text: string | undefined, what: string): readonly GenerationPlatform[] {
  let json: unknown;
  try {
    json = JSON.parse(text ?? '');
  } catch {
    // Told below.
  }
  if (!Array.isArray(json) || json.length > PLATFORM_LIMIT) throw invalid(what, 'its platforms are no list');
  return json.map((item: unknown) => readPlatform(item, what));
}

function readPlatform(json: unknown, what: string): GenerationPlatform {
  const item = (typeof json === 'object' && json !== null ? json : {}) as Readonly<Record<string, unknown>>;
  const { digest, reason } = item;
  const text = (name: string): string => (typeof item[name] === 'string' ? item[name] : '');
  const how = HOW.find((word) => word === item['how']);
  const isSound =
    PLATFORM.test(text('platform')) &&
    isDigest(digest) &&
    KEY.test(text('key')) &&
    how !== undefined &&
    TIME.test(text('at')) &&
    (reason === undefined || (typeof reason === 'string' && reason.length <= REASON_LIMIT));
  if (!isSound) throw invalid(what, 'what it says of a platform makes no sense');
  return {
    platform: text('platform'),
    digest,
    key: text('key'),
    how,
    at: text('at'),
    ...(reason === undefined ? {} : { reason }),
  };
}

function checkUnique(images: readonly GenerationImage[], what: string): void {
  const ids = new Set<string>();
  const references = new Set<string>();
  for (const image of images) {
    if (ids.has(image.id)) throw invalid(what, `it names ${shorten(image.id)} twice`);
    ids.add(image.id);
    for (const reference of image.references) {
      if (references.has(reference))
        throw invalid(what, `two images in it have the name ${shorten(reference)}`);
      references.add(reference);
    }
  }
}

function checkReference(text: string, what: string, mayBePinned = false): void {
  try {
    if (parseRegistryReference(text).digest === undefined || mayBePinned) return;
  } catch {
    // Told below.
  }
  throw invalid(what, `${shorten(text)} in it is no name with a tag`);
}

function bare({ mediaType, digest, sizeBytes, platform }: Descriptor): Descriptor {
  return { mediaType, digest, sizeBytes, ...(platform === undefined ? {} : { platform }) };
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}

function invalid(what: string, why: string): PlimsollError {
  return new PlimsollError('GENERATION_INVALID', `this is no generation of images: ${why}`, {
    subject: what,
  });
}
