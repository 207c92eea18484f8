// Manifests, indexes and configs by tag or digest (distribution-spec "Pulling manifests"): small, read whole, proven.
import { PlimsollError } from '../../errors.ts';
import { checkDigest, type Digest, digestBytes, isDigest } from '../bytes/digest.ts';
import { parseImageConfig } from '../image/config.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { ImageReader } from '../image/find-image.ts';
import {
  type ImageIndex,
  type ImageManifest,
  MANIFEST_LIMIT_BYTES,
  parseManifest,
} from '../image/manifest.ts';
import { ACCEPTED_MANIFESTS } from '../image/media-types.ts';
import type { RegistryReference } from '../image/reference.ts';
import { discardBody, readWhole } from './body.ts';
import { attemptPatiently } from './patience.ts';
import type { Registry } from './registry.ts';

/** Tighter than CONFIG_LIMIT_BYTES: what comes over a network is allowed less than what lies on disk. */
const FETCHED_CONFIG_LIMIT_BYTES = 8 * 1024 * 1024;

/** What a reference names, with the digest and size that its own bytes have. */
export interface FetchedManifest {
  readonly digest: Digest;
  readonly sizeBytes: number;
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
    sizeBytes: answer.bytes.byteLength,
    manifest: parseManifest(answer.bytes, answer.mediaType, `the manifest of ${what}`),
  };
}

/** Reads what descriptors point to; throws DIGEST_MISMATCH where size or digest are not the descriptor's. */
export function createReads(registry: Registry): Pick<ImageReader, 'readManifest' | 'readConfig'> {
  return {
    async readManifest(descriptor, signal) {
      const what = `the manifest ${descriptor.digest}`;
      return parseManifest(await fetchDocument(registry, descriptor, signal), descriptor.mediaType, what);
    },
    async readConfig(descriptor, signal) {
      const what = `the config ${descriptor.digest}`;
      return parseImageConfig(await fetchConfig(registry, descriptor, signal), what);
    },
  };
}

/** A config's bytes, proven against its descriptor. */
export function fetchConfig(
  registry: Registry,
  descriptor: Descriptor,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const what = `the config ${descriptor.digest}`;
  const from = `blobs/${descriptor.digest}`;
  return fetchDescribed(registry, descriptor, { from, what, limitBytes: FETCHED_CONFIG_LIMIT_BYTES, signal });
}

/** What a tag means now, as the registry says without sending it; undefined where it does not say. */
export async function resolveTag(
  registry: Registry,
  tag: string,
  signal: AbortSignal | undefined,
): Promise<Digest | undefined> {
  const { settings, onNotice, reference } = registry;
  const headers = { accept: ACCEPTED_MANIFESTS.join(', ') };
  const what = `the tag ${tag} of ${reference.repository}`;
  const accepts = [200, 404, 405];
  const from = `manifests/${tag}`;
  const response = await attemptPatiently({ settings, signal, onNotice }, () =>
    registry.send({ method: 'HEAD', from, headers, what, signal, accepts }),
  );
  discardBody(response);
  const digest = response.headers['docker-content-digest'];
  return response.statusCode === 200 && isDigest(digest) ? digest : undefined;
}

/** A document's bytes, proven against its descriptor. */
export function fetchDocument(
  registry: Registry,
  descriptor: Descriptor,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const what = `the manifest ${descriptor.digest}`;
  const from = `manifests/${descriptor.digest}`;
  return fetchDescribed(registry, descriptor, { from, what, limitBytes: MANIFEST_LIMIT_BYTES, signal });
}

async function fetchDescribed(
  registry: Registry,
  { digest, sizeBytes }: Descriptor,
  request: SmallRequest,
): Promise<Uint8Array> {
  const { what, limitBytes } = request;
  if (sizeBytes > limitBytes)
    throw new PlimsollError(
      'IMAGE_INVALID',
      `${what} has ${sizeBytes} bytes; at most ${limitBytes} are allowed`,
    );
  const { bytes } = await fetchSmall(registry, { ...request, limitBytes: sizeBytes });
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
