// Stores a manifest or an index (distribution-spec "Pushing Manifests").
import { PlimsollError } from '../../errors.ts';
import { digestBytes } from '../bytes/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { Document } from '../image/destination.ts';
import { discardBody } from './body.ts';
import { attemptPatiently } from './patience.ts';
import type { Registry } from './registry.ts';

/** A stored document; `isListed` where the registry itself keeps the list of what speaks of its subject. */
export interface PutManifest extends Descriptor {
  readonly isListed: boolean;
}

/** Stores it under the tag, or under its digest alone; throws REGISTRY_INVALID where the registry has another digest. */
export async function putManifest(
  registry: Registry,
  { mediaType, bytes }: Document,
  tag: string | undefined,
  signal: AbortSignal,
): Promise<PutManifest> {
  const digest = digestBytes(bytes);
  const what = tag === undefined ? `the manifest ${digest}` : `the tag ${tag}`;
  const { settings, onNotice } = registry;
  const response = await attemptPatiently({ settings, signal, onNotice }, () =>
    registry.send({
      method: 'PUT',
      from: `manifests/${tag ?? digest}`,
      headers: { 'content-type': mediaType },
      body: bytes,
      what,
      signal,
      accepts: [200, 201, 202],
    }),
  );
  discardBody(response);
  const stored = response.headers['docker-content-digest'];
  if (typeof stored === 'string' && stored !== digest && stored.startsWith('sha256:'))
    throw new PlimsollError(
      'REGISTRY_INVALID',
      `${registry.base.host} stored ${what} as ${stored.slice(0, 80)}, not as ${digest}`,
    );
  const isListed = response.headers['oci-subject'] !== undefined;
  return { mediaType, digest, sizeBytes: bytes.byteLength, isListed };
}
