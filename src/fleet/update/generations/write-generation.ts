// A generation as an OCI index (image-spec image-index.md). What is said of an image stands in the annotations of its descriptor.
import { PlimsollError } from '../../../errors.ts';
import type { Descriptor } from '../../../oci/image/descriptor.ts';
import { descriptorToJson } from '../../../oci/image/descriptor-json.ts';
import type { Document } from '../../../oci/image/destination.ts';
import { MANIFEST_LIMIT_BYTES } from '../../../oci/image/manifest.ts';
import { OCI_INDEX } from '../../../oci/image/media-types.ts';
import type { Generation, GenerationBase, GenerationImage } from './generation.ts';

/** What tells a generation from other indexes. */
export const GENERATION_TYPE = 'application/vnd.plimsoll.generation.v1';

/** The annotations of index and descriptors. */
export const ANNOTATION = {
  created: 'org.opencontainers.image.created',
  generation: 'io.plimsoll.generation',
  previous: 'io.plimsoll.previous',
  image: 'io.plimsoll.image',
  references: 'io.plimsoll.references',
  platforms: 'io.plimsoll.platforms',
  base: 'io.plimsoll.base',
  usedDigest: 'io.plimsoll.base.digest',
} as const;

/** A reason is one line of at most so many characters: registries take 4 MiB for the whole index. */
export const REASON_LIMIT = 300;

/** The index; the same generation gives the same bytes. Throws PROMOTION_REFUSED where it is larger than registries take. */
export function writeGeneration({ number, previous, at, images, bases }: Generation): Document {
  const json = {
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    artifactType: GENERATION_TYPE,
    manifests: [...images.map(imageToJson), ...bases.map(baseToJson)],
    annotations: {
      [ANNOTATION.created]: at,
      [ANNOTATION.generation]: String(number),
      ...(previous === undefined ? {} : { [ANNOTATION.previous]: String(previous) }),
    },
  };
  const bytes = Buffer.from(JSON.stringify(json));
  if (bytes.byteLength > MANIFEST_LIMIT_BYTES)
    throw new PlimsollError(
      'PROMOTION_REFUSED',
      `a generation of ${images.length} images is larger than the 4 MiB that registries take`,
      { hint: 'Split the fleet over several settings files, each with generations of its own.' },
    );
  return { mediaType: OCI_INDEX, bytes };
}

function imageToJson({ id, references, descriptor, platforms }: GenerationImage): object {
  return annotated(descriptor, {
    [ANNOTATION.image]: id,
    [ANNOTATION.references]: references.join(' '),
    [ANNOTATION.platforms]: JSON.stringify(
      platforms.map(({ platform, digest, key, how, at, reason }) => ({
        platform,
        digest,
        key,
        how,
        at,
        ...(reason === undefined ? {} : { reason: reason.slice(0, REASON_LIMIT) }),
      })),
    ),
  });
}

function baseToJson({ reference, usedDigest, descriptor }: GenerationBase): object {
  return annotated(descriptor, { [ANNOTATION.base]: reference, [ANNOTATION.usedDigest]: usedDigest });
}

function annotated(descriptor: Descriptor, annotations: Readonly<Record<string, string>>): object {
  const { mediaType, digest, sizeBytes, platform } = descriptor;
  return descriptorToJson({
    mediaType,
    digest,
    sizeBytes,
    ...(platform === undefined ? {} : { platform }),
    annotations,
  });
}
