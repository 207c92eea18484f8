// Descriptors (image-spec descriptor.md): a typed, sized, digest-checked pointer to a blob.
import { PlimsollError } from '../../errors.ts';
import { type Digest, parseDigest } from '../bytes/digest.ts';

/** A platform as manifests and indexes state it; `os` and `architecture` in Go's words (`linux`, `amd64`). */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
}

/** A pointer to a blob: its type, digest and size as stored. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly platform?: Platform;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly urls?: readonly string[];
  readonly artifactType?: string;
}

/** Reads one descriptor from parsed JSON; throws IMAGE_INVALID naming `what` where a required field is missing or wrong. */
export function parseDescriptor(json: unknown, what: string): Descriptor {
  const object = requireObject(json, what);
  const size = object['size'];
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw new PlimsollError('IMAGE_INVALID', `${what} has no usable size`);
  const annotations = parseStringMap(object['annotations']);
  const platform = parsePlatformObject(object['platform']);
  const urls = object['urls'];
  return {
    mediaType: typeof object['mediaType'] === 'string' ? object['mediaType'] : '',
    digest: parseDigest(object['digest'], `${what}'s digest`),
    sizeBytes: size,
    ...(platform === undefined ? {} : { platform }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(Array.isArray(urls) ? { urls: urls.filter((url) => typeof url === 'string') } : {}),
    ...(typeof object['artifactType'] === 'string' ? { artifactType: object['artifactType'] } : {}),
  };
}

/** The value as a JSON object; throws IMAGE_INVALID naming `what` where it is none. */
export function requireObject(json: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json))
    return json as Record<string, unknown>;
  throw new PlimsollError('IMAGE_INVALID', `${what} is not a JSON object`);
}

/** The string values of a JSON object, or undefined where there is no object. */
export function parseStringMap(json: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  return Object.fromEntries(
    Object.entries(json).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

function parsePlatformObject(json: unknown): Platform | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { os, architecture, variant, ...rest } = json as Record<string, unknown>;
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined;
  const osVersion = rest['os.version'];
  return {
    os,
    architecture,
    ...(typeof variant === 'string' && variant !== '' ? { variant } : {}),
    ...(typeof osVersion === 'string' && osVersion !== '' ? { osVersion } : {}),
  };
}
