// Lighter sibling tags of an image's base, by the sizes that their manifests state for the image's platform.
import { LEAST_SAVED_BYTES, LEAST_SAVED_PART } from '../../catalogue/lighter/find-lighter.ts';
import { PlimsollError } from '../../errors.ts';
import type { FoundImage } from '../../oci/image/find-image.ts';
import type { OpenOptions } from '../../oci/image/image.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import { parseRegistryReference, type RegistryReference } from '../../oci/image/reference.ts';
import { findRegistryImage } from '../../oci/registry/find-image.ts';
import { listTags } from '../../oci/registry/list-tags.ts';
import { connectRegistry, type Registry } from '../../oci/registry/registry.ts';
import type { LighterBase, SiblingTag } from '../../report/lighter-report.ts';
import { findAnnotatedBase, findNamedBase } from '../verdict/find-base-image.ts';
import type { OpenContents } from '../with-contents.ts';
import { chooseSiblings, warnOfTag } from './choose-siblings.ts';

/** With the base's own, eight manifests. */
const MOST_SIBLINGS = 7;

/** What is found, or a note that says why nothing is. */
export interface FoundSiblings {
  readonly base: LighterBase | null;
  readonly note: string | null;
}

/** Asks the base's registry. A named base that is not the image's throws; a registry that does not answer is a note. */
export async function findSiblings(
  named: string | undefined,
  { image, options, status, signal }: OpenContents,
): Promise<FoundSiblings> {
  const base =
    named === undefined
      ? await findAnnotatedBase(image, options)
      : await findNamedBase(image, named, options);
  if (base === null)
    return { base: null, note: 'The base is not known: with --base IMAGE its sibling tags are compared.' };
  const [, name] = /^docker:\/\/(.+)$/.exec(base.reference) ?? [];
  const reference = name === undefined ? undefined : parseRegistryReference(name);
  if (reference?.tag === undefined)
    return {
      base: null,
      note: 'The base is not read from a registry by a tag, so its sibling tags were not compared.',
    };
  // --insecure is meant for registries that the user named.
  const insecure = named !== undefined && options.insecure === true;
  const platform = formatPlatform(image.config.platform);
  const asked: OpenOptions = { ...options, insecure, ...(platform === '' ? {} : { platform }) };
  try {
    status.showStep(`asking for tags of ${reference.repository}`);
    const registry = await connectRegistry(reference, asked);
    try {
      return {
        base: await compareTags(registry, reference, reference.tag, asked, base.reference),
        note: null,
      };
    } finally {
      registry.close();
      status.clear();
    }
  } catch (error) {
    if (signal.aborted || !(error instanceof PlimsollError)) throw error;
    return { base: null, note: `The sibling tags of the base are not known: ${error.message}.` };
  }
}

async function compareTags(
  registry: Registry,
  { host, repository, digest }: RegistryReference,
  tag: string,
  options: OpenOptions,
  name: string,
): Promise<LighterBase> {
  const find = (reference: RegistryReference): Promise<FoundImage> =>
    findRegistryImage({ ...registry, reference }, options);
  const own = (await find({ host, repository, tag, ...(digest === undefined ? {} : { digest }) })).manifest
    .layers;
  const ownBytes = own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const ownDigests = new Set(own.map((layer) => layer.digest));
  const siblings: SiblingTag[] = [];
  const seen = new Set<string>();
  for (const other of chooseSiblings(tag, await listTags(registry, options.signal)).slice(0, MOST_SIBLINGS)) {
    const found = await find({ host, repository, tag: other }).catch((error: unknown) => {
      // One of other platforms only, or one that has gone since, is no sibling.
      if (!(error instanceof PlimsollError) || !/^(?:PLATFORM|IMAGE)_/.test(error.code)) throw error;
      return undefined;
    });
    if (found === undefined || seen.has(found.digest)) continue;
    seen.add(found.digest);
    const { layers } = found.manifest;
    const bytes = layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const savedBytes = ownBytes - bytes;
    if (savedBytes < LEAST_SAVED_BYTES || savedBytes < ownBytes * LEAST_SAVED_PART) continue;
    const shared = layers.filter((layer) => ownDigests.has(layer.digest));
    siblings.push({
      tag: other,
      digest: found.digest,
      bytes,
      sharedBytes: shared.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      savedBytes,
      warning: warnOfTag(other, tag),
    });
  }
  return {
    reference: name,
    bytes: ownBytes,
    siblings: siblings.sort((a, b) => b.savedBytes - a.savedBytes || (a.tag < b.tag ? -1 : 1)),
  };
}
