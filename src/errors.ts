// The one error class of Plimsoll and every code it may carry. Any room may import this file.

/** What went wrong, as a fixed word that scripts and tests can rely on. */
export type ErrorCode =
  // the command line and plimsoll.yaml
  | 'USAGE'
  | 'SETTINGS_INVALID'
  // finding and opening an image
  | 'REFERENCE_INVALID'
  | 'IMAGE_NOT_FOUND'
  | 'NOT_AN_IMAGE'
  | 'IMAGE_INVALID'
  | 'IMAGE_UNSUPPORTED'
  | 'PLATFORM_NOT_FOUND'
  | 'FILE_UNREADABLE'
  // talking to registries and engines
  | 'REGISTRY_UNREACHABLE'
  | 'REGISTRY_REFUSED'
  | 'REGISTRY_INVALID'
  | 'REGISTRY_INSECURE'
  | 'CREDENTIALS_INVALID'
  | 'ENGINE_UNREACHABLE'
  | 'ENGINE_REFUSED'
  | 'BUILD_FAILED'
  // bytes that are not what they claim to be
  | 'DIGEST_MISMATCH'
  | 'DIFFID_MISMATCH'
  | 'LAYER_CORRUPT'
  | 'LAYER_TRUNCATED'
  | 'LAYER_LIMIT'
  | 'COMPRESSION_UNSUPPORTED'
  // snapshots and histories of fleets, and plimsoll.lock
  | 'FLEET_INVALID'
  | 'LOCK_INVALID'
  // package indexes
  | 'CATALOGUE_INVALID'
  // Dockerfiles, and the files that say how they are built
  | 'DOCKERFILE_INVALID'
  | 'BUILD_DEFINITION_INVALID'
  // build contexts and their ignore files
  | 'CONTEXT_NOT_FOUND'
  | 'CONTEXT_UNREADABLE'
  | 'IGNORE_FILE_INVALID'
  | 'REPAIR_UNPROVEN'
  // writing
  | 'DESTINATION_EXISTS'
  | 'DESTINATION_UNWRITABLE'
  | 'REWRITE_UNPROVEN'
  // the run
  | 'ABORTED'
  | 'INTERNAL';

/** Optional facts that go with an error; each is shown to the user where it is set. */
export interface ErrorDetails {
  /** What the error is about: a path, an image reference, a digest, a layer (`layer 3 (sha256:...)`). */
  readonly subject?: string;
  /** Byte offset in the uncompressed layer, or in the file that the subject names. */
  readonly offsetBytes?: number;
  /** Line in the file that the subject names, from 1. */
  readonly line?: number;
  /** What the user can do now, one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The only error that Plimsoll throws on purpose; `message` is one clear line without the subject. */
export class PlimsollError extends Error {
  readonly code: ErrorCode;
  readonly subject: string | undefined;
  readonly offsetBytes: number | undefined;
  readonly line: number | undefined;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'PlimsollError';
    this.code = code;
    this.subject = details.subject;
    this.offsetBytes = details.offsetBytes;
    this.line = details.line;
    this.hint = details.hint;
  }
}

/** Adds a subject to an error that has none yet (a reader of bytes does not know whose bytes it reads). */
export function withSubject(error: unknown, subject: string): unknown {
  if (!(error instanceof PlimsollError) || error.subject !== undefined) return error;
  return new PlimsollError(error.code, error.message, {
    subject,
    ...(error.offsetBytes === undefined ? {} : { offsetBytes: error.offsetBytes }),
    ...(error.line === undefined ? {} : { line: error.line }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error.cause,
  });
}
