// Takes a tag away (distribution-spec "Deleting tags"), or where the registry deletes documents only, the document with it.
import type { Digest } from '../bytes/digest.ts';
import { discardBody } from './body.ts';
import { attemptPatiently } from './patience.ts';
import type { Registry } from './registry.ts';

/** What is not there is gone. */
const GONE = [200, 202, 204, 404];
/** Statuses by which registries say that they do not delete by this kind of name, or at all. */
const UNSUPPORTED = [400, 401, 403, 405, 501];

/**
 * Whether it is gone. `digest` is what the tag names, where that may go with all of its tags: Docker's own registry of
 * version 2 knows no other way.
 */
export async function deleteTag(
  registry: Registry,
  tag: string,
  digest: Digest | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  if (await deleteByName(registry, tag, signal)) return true;
  return digest !== undefined && (await deleteByName(registry, digest, signal));
}

async function deleteByName(registry: Registry, name: string, signal: AbortSignal): Promise<boolean> {
  const { settings, onNotice } = registry;
  const command = { method: 'DELETE', from: `manifests/${name}`, what: name, signal } as const;
  const response = await attemptPatiently({ settings, signal, onNotice }, () =>
    registry.send({ ...command, accepts: [...GONE, ...UNSUPPORTED] }),
  );
  discardBody(response);
  return GONE.includes(response.statusCode ?? 0);
}
