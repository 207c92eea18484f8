// Manifests, indexes and configs by tag or digest (distribution-spec "Pulling manifests"): small, read whole, proven.
import { PlimsollError } from '../../errors.ts';
import { createDigester, type Digest, digestBytes } from '../bytes/digest.ts';
import { type ImageConfig, parseImageConfig } from '../image/config.ts';
import type { Descriptor } from '../image/descriptor.ts';
import {
  type ImageIndex,
  type ImageManifest,
  MANIFEST_LIMIT_BYTES,
  parseManifest,
} from '../image/manifest.ts';
import { ACCEPTED_MANIFESTS } from '../image/media-types.ts';
import type { RegistryReference } from '../image/reference.ts';
import { readWhole } from './body.ts';
import { attemptPatiently } from './patience.ts';
import type { Registry } from './registry.ts';

const CONFIG_LIMIT_BYTES = 8 * 1024 * 1024;

/** A manifest or an index, with the digest that its own bytes have. */
export interface FetchedManifest {
  readonly digest: Digest;
  readonly manifest: ImageManifest | ImageIndex;
}

/** Gets what the reference names, by its digest where it has one; what the registry says of digests is not believed. */
export async function fetchByReference(
  registry: Registry,
  { repository, tag, digest }: RegistryReference,
  signal: AbortSignal | undefined,
): Promise<FetchedManifest> {
  const name = digest ?? tag ?? 'latest';
  const what = digest === undefined ? `the tag ${name} of ${repository}` : `${repository}@${digest}`;
  const answer = await fetchSmall(registry, {
    from: `manifests/${name}`,
    what,
    limitBytes: MANIFEST_LIMIT_BYTES,
    signal,
  });
  if (digest !== undefined) checkDigest(answer.bytes, digest, what);
  return {
    digest: digest ?? digestBytes(answer.bytes),
    manifest: parseManifest(answer.bytes, answer.mediaType, `the manifest of ${what}`),
  };
}

/** Gets a manifest that an index points to; throws DIGEST_MISMATCH where size or digest are not the descriptor's. */
export async function fetchManifest(
  registry: Registry,
  descriptor: Descriptor,
  signal: AbortSignal | undefined,
): Promise<FetchedManifest> {
  const what = `the manifest ${descriptor.digest}`;
  const bytes = await fetchDescribed(registry, 'manifests', descriptor, MANIFEST_LIMIT_BYTES, what, signal);
  return { digest: descriptor.digest, manifest: parseManifest(bytes, descriptor.mediaType, what) };
}

/** Gets an image's config, proven likewise. */
export async function fetchConfig(
  registry: Registry,
  descriptor: Descriptor,
  signal: AbortSignal | undefined,
): Promise<ImageConfig> {
  const what = `the config ${descriptor.digest}`;
  const bytes = await fetchDescribed(registry, 'blobs', descriptor, CONFIG_LIMIT_BYTES, what, signal);
  return parseImageConfig(bytes, what);
}

async function fetchDescribed(
  registry: Registry,
  folder: 'manifests' | 'blobs',
  { digest, sizeBytes }: Descriptor,
  limitBytes: number,
  what: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (sizeBytes > limitBytes)
    throw new PlimsollError(
      'IMAGE_INVALID',
      `${what} has ${sizeBytes} bytes; at most ${limitBytes} are allowed`,
    );
  const { bytes } = await fetchSmall(registry, {
    from: `${folder}/${digest}`,
    what,
    limitBytes: sizeBytes,
    signal,
  });
  checkDigest(bytes, digest, what);
  return bytes;
}

interface SmallRequest {
  readonly from: string;
  readonly what: string;
  readonly limitBytes: number;
  readonly signal: AbortSignal | undefined;
}

async function fetchSmall(
  registry: Registry,
  { from, what, limitBytes, signal }: SmallRequest,
): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string | undefined }> {
  const { settings, onNotice, base } = registry;
  const headers = { 'accept-encoding': 'identity', accept: `${ACCEPTED_MANIFESTS.join(', ')}, */*;q=0.1` };
  return attemptPatiently({ settings, signal, onNotice }, async () => {
    const response = await registry.get({ from, headers, what, signal });
    const mediaType = response.headers['content-type']?.split(';')[0]?.trim();
    const body = { host: base.host, stallLimitMs: settings.stallLimitMs, signal };
    return { bytes: await readWhole(response, limitBytes, what, body), mediaType };
  });
}

function checkDigest(bytes: Uint8Array, digest: Digest, what: string): void {
  const digester = createDigester(digest);
  digester.update(bytes);
  const found = digester.digest();
  if (found !== digest)
    throw new PlimsollError('DIGEST_MISMATCH', `${what} should be ${digest} but is ${found}`);
}
