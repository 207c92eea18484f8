// What a tag means now, and whether a repository has a document: asked for by HEAD, which sends nothing.
import { PlimsollError } from '../../errors.ts';
import type { Digest } from '../bytes/digest.ts';
import { ACCEPTED_MANIFESTS } from '../image/media-types.ts';
import { discardBody } from './body.ts';
import { fetchByReference, resolveTag } from './manifest.ts';
import { BusyAnswer } from './network-error.ts';
import { attemptPatiently } from './patience.ts';
import type { Registry } from './registry.ts';

/** The digest of what the tag names; undefined where there is no such tag. A registry that does not say it is read. */
export async function readTagDigest(
  registry: Registry,
  tag: string,
  signal: AbortSignal | undefined,
): Promise<Digest | undefined> {
  const said = await resolveTag(registry, tag, signal);
  if (said !== undefined) return said;
  const { host, repository } = registry.reference;
  try {
    return (await fetchByReference(registry, { host, repository, tag }, signal)).digest;
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'IMAGE_NOT_FOUND') return undefined;
    throw error;
  }
}

/**
 * Whether a registry says of a name, again and again, that it fails itself (500). Docker's own registry does so for good of
 * links that it was writing when it was stopped; writing the same anew is what mends them.
 */
export function isUnreadable(error: unknown): boolean {
  return error instanceof PlimsollError && error.cause instanceof BusyAnswer && error.cause.status === 500;
}

/** Whether the repository has the manifest or index. */
export async function hasDocument(
  registry: Registry,
  digest: Digest,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { settings, onNotice } = registry;
  const headers = { accept: ACCEPTED_MANIFESTS.join(', ') };
  const command = { method: 'HEAD', from: `manifests/${digest}`, headers, signal } as const;
  const response = await attemptPatiently({ settings, signal, onNotice }, () =>
    registry.send({ ...command, what: `the manifest ${digest}`, accepts: [200, 404] }),
  );
  discardBody(response);
  return response.statusCode === 200;
}
