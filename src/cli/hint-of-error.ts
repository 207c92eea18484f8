// What the user can do about an error: its own hint where it has one, else what is true of all errors of its code.
import type { ErrorCode, PlimsollError } from '../errors.ts';

const DAMAGED = 'The image is damaged or was written wrongly: save, pull or build it again.';
const FORGED = 'The image is damaged or forged; pull or build it again.';

const STANDARD_HINTS: Readonly<Record<ErrorCode, string | undefined>> = {
  USAGE: "'plimsoll --help' shows what there is.",
  SETTINGS_INVALID: 'schema/plimsoll-yaml.json in the package describes the file.',
  REFERENCE_INVALID:
    'Write a name (debian:12), a path (./image.tar), or one with a transport (oci:./folder:tag).',
  IMAGE_NOT_FOUND: 'See that it is spelled right and that it is there.',
  NOT_AN_IMAGE: "Name an image, or what 'docker save' or 'skopeo copy' wrote.",
  IMAGE_INVALID: DAMAGED,
  IMAGE_UNSUPPORTED: "Copy it first, with 'skopeo copy SOURCE oci:FOLDER', and name the folder.",
  PLATFORM_NOT_FOUND: 'Choose another one with --platform.',
  FILE_UNREADABLE: 'See that it is there and that you may read it.',
  REGISTRY_UNREACHABLE: 'See that the host is spelled right and that this machine can reach it.',
  REGISTRY_REFUSED: 'See that the name is right, and log in with `docker login` where the image is private.',
  REGISTRY_INVALID: 'See that the host is a container registry; a proxy may have answered in its place.',
  REGISTRY_INSECURE: 'Where you trust the way to this host, --insecure allows it.',
  CREDENTIALS_INVALID: 'Log in again with `docker login`.',
  ENGINE_UNREACHABLE: "Start the engine, or name an archive ('docker save') or docker://NAME.",
  ENGINE_REFUSED: "Save the image with 'docker save' and name the file.",
  BUILD_FAILED: 'Build it with the engine itself to see all that it says.',
  DIGEST_MISMATCH: FORGED,
  DIFFID_MISMATCH: FORGED,
  LAYER_CORRUPT: DAMAGED,
  LAYER_TRUNCATED: DAMAGED,
  LAYER_LIMIT: 'No image of real files is like that; do not load it into an engine.',
  COMPRESSION_UNSUPPORTED: 'Save or push the image again with gzip or zstd.',
  FLEET_INVALID: 'docs/fleet.md says what a snapshot and a history look like.',
  LOCK_INVALID:
    'Take the block of the image out, or all of the file: the images without a block are made anew.',
  CATALOGUE_INVALID: 'Have it made again; it is only a cache of what the mirror says.',
  DOCKERFILE_INVALID: 'No engine builds it like that; correct the line.',
  BUILD_DEFINITION_INVALID: 'See the file format of the program that it is for (compose or bake).',
  CONTEXT_NOT_FOUND: 'Name the folder that the build gets as its context.',
  CONTEXT_UNREADABLE: 'See that you may read it, or write it into the ignore file.',
  IGNORE_FILE_INVALID: 'The build fails here too: correct the line.',
  REPAIR_UNPROVEN: 'Nothing was written. Change the ignore file by hand.',
  DESTINATION_EXISTS: 'Name another place, or remove what is there.',
  DESTINATION_UNWRITABLE: 'See that it is there, that you may write to it, and that it has room.',
  REWRITE_UNPROVEN: 'Nothing was written. This is a bug; report it with the image, or how to build it.',
  ABORTED: undefined,
  INTERNAL: undefined,
};

/** One sentence that says what to do; undefined where the run was stopped, or the fault is ours. */
export function hintOfError({ code, hint }: PlimsollError): string | undefined {
  return hint ?? STANDARD_HINTS[code];
}
