// What a repository has that speaks of an image by its digest, and does not hold for another one made of it: signatures,
// attestations and bills of materials under the tags of cosign, and artifacts with a `subject`.
import { PlimsollError } from '../../errors.ts';
import { type Digest, digestAlgorithm, digestHex } from '../bytes/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { parseManifest } from '../image/manifest.ts';
import { ACCEPTED_MANIFESTS, OCI_INDEX } from '../image/media-types.ts';
import { discardBody, readWhole } from './body.ts';
import { fetchByReference } from './manifest.ts';
import { attemptPatiently } from './patience.ts';
import type { Registry } from './registry.ts';

/** Endings of the tags that cosign makes of a digest (cosign's SIGNATURE_SPEC.md and relatives). */
const KINDS: Readonly<Record<string, string>> = {
  sig: 'the signature',
  att: 'the attestation',
  sbom: 'the bill of materials',
};
const LIST_LIMIT_BYTES = 4 * 2 ** 20;
const NAMED = 20;
/** What registries answer that know no list of referrers, or do not let it be read. */
const UNKNOWN = [400, 401, 403, 404, 405, 501];

/** Names each of them, as a user knows it. Throws the REGISTRY codes and ABORTED. */
export async function listAttached(
  registry: Registry,
  digest: Digest,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const stem = `${digestAlgorithm(digest)}-${digestHex(digest)}`;
  const tags = Object.entries(KINDS).map(async ([ending, kind]): Promise<readonly string[]> => {
    const tag = `${stem}.${ending}`;
    return (await hasTag(registry, tag, signal)) ? [`${kind} ${registry.reference.repository}:${tag}`] : [];
  });
  const [tagged, referrers] = await Promise.all([
    Promise.all(tags),
    readReferrers(registry, digest, stem, signal),
  ]);
  const names = [
    ...tagged.flat(),
    ...referrers.map(({ artifactType, mediaType, digest: own }) => `${artifactType ?? mediaType} ${own}`),
  ];
  if (names.length <= NAMED) return names;
  return [...names.slice(0, NAMED), `${names.length - NAMED} more such artifacts`];
}

async function hasTag(registry: Registry, tag: string, signal: AbortSignal): Promise<boolean> {
  const { settings, onNotice } = registry;
  const response = await attemptPatiently({ settings, signal, onNotice }, () =>
    registry.send({
      method: 'HEAD',
      from: `manifests/${tag}`,
      what: `the tag ${tag}`,
      headers: { accept: ACCEPTED_MANIFESTS.join(', ') },
      signal,
      accepts: [200, ...UNKNOWN],
    }),
  );
  discardBody(response);
  return response.statusCode === 200;
}

/** The registry's own list, or the one under the tag that the distribution spec names in its place. */
async function readReferrers(
  registry: Registry,
  digest: Digest,
  tag: string,
  signal: AbortSignal,
): Promise<readonly Descriptor[]> {
  const { settings, onNotice, base } = registry;
  const what = `the list of what speaks of ${digest}`;
  const listed = await attemptPatiently({ settings, signal, onNotice }, async () => {
    const headers = { accept: OCI_INDEX, 'accept-encoding': 'identity' };
    const command = { method: 'GET', from: `referrers/${digest}`, what, headers, signal } as const;
    const response = await registry.send({ ...command, accepts: [200, ...UNKNOWN] });
    if (response.statusCode === 200)
      return readWhole(response, LIST_LIMIT_BYTES, what, {
        host: base.host,
        stallLimitMs: settings.stallLimitMs,
        signal,
      });
    discardBody(response);
    return undefined;
  });
  if (listed !== undefined) {
    const list = parseManifest(listed, OCI_INDEX, what);
    return list.kind === 'index' ? list.manifests : [];
  }
  try {
    const { manifest } = await fetchByReference(registry, { ...registry.reference, tag }, signal);
    return manifest.kind === 'index' ? manifest.manifests : [];
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'IMAGE_NOT_FOUND') return [];
    throw error;
  }
}
