// Brings the images of a fleet, and the bases of elsewhere that they stand on, into the repository of the generations.
import { PlimsollError, withSubject } from '../../../errors.ts';
import type { Digest } from '../../../oci/bytes/digest.ts';
import type { Descriptor } from '../../../oci/image/descriptor.ts';
import { formatPlatform, isAttestation } from '../../../oci/image/platform.ts';
import { parseRegistryReference, type RegistryReference } from '../../../oci/image/reference.ts';
import { type FetchedManifest, fetchByReference } from '../../../oci/registry/manifest.ts';
import type { Registry } from '../../../oci/registry/registry.ts';
import type { DocumentCopier } from './document-copier.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import type { Generation, GenerationBase, GenerationImage } from './generation.ts';
import type { GenerationMember } from './generation-member.ts';
import type { Repositories } from './repositories.ts';

const AT_ONCE = 8;

type PinnedReference = RegistryReference & { readonly digest: Digest };

/** What gathering needs. */
export interface GatherOptions {
  readonly repositories: Repositories;
  readonly target: Registry;
  readonly copier: DocumentCopier;
  /** The generation that is current: what is in it is not looked up elsewhere. */
  readonly current: Generation | undefined;
  readonly signal: AbortSignal;
  readonly onNotice: ((line: string) => void) | undefined;
}

/** The images in the order of the members. Throws what reading and writing throw. */
export function gatherImages(
  members: readonly GenerationMember[],
  options: GatherOptions,
): Promise<readonly GenerationImage[]> {
  const known = new Map(
    (options.current?.images ?? []).map(({ descriptor }) => [descriptor.digest, descriptor]),
  );
  return forEachAtOnce(members, AT_ONCE, async ({ id, references, source, platforms }) => {
    try {
      const reference = parseSource(source);
      const descriptor =
        known.get(reference.digest) ??
        (await describe(await openSource(reference, options), reference, options));
      await options.copier.ensure(await openSource(reference, options), descriptor);
      return { id, references, descriptor, platforms };
    } catch (error) {
      throw withSubject(error, id);
    }
  });
}

/** The bases that can be had; what cannot is told by a notice, because the images themselves are whole without it. */
export async function gatherBases(
  members: readonly GenerationMember[],
  options: GatherOptions,
): Promise<readonly GenerationBase[]> {
  const wanted = new Map<string, { reference: string; digest: Digest; platforms: Set<string> }>();
  for (const { bases, platforms } of members)
    for (const { reference, digest } of bases) {
      const key = `${reference} ${digest}`;
      const entry = wanted.get(key) ?? { reference, digest, platforms: new Set() };
      for (const { platform } of platforms) entry.platforms.add(platform);
      wanted.set(key, entry);
    }
  const sorted = [...wanted.keys()].toSorted().map((key) => wanted.get(key)!);
  const found = await forEachAtOnce(sorted, AT_ONCE, async ({ reference, digest, platforms }) => {
    const { host, repository } = parseRegistryReference(reference);
    const pinned = { host, repository, digest };
    const kept = findKept(reference, pinned.digest, options.current);
    try {
      const isEnough = kept.length >= platforms.size || kept[0]?.digest === pinned.digest;
      const descriptors = isEnough
        ? await ensureKept(kept, options)
        : await gatherBase(pinned, platforms, options);
      return descriptors.map((descriptor) => ({ reference, usedDigest: pinned.digest, descriptor }));
    } catch (error) {
      if (options.signal.aborted || !(error instanceof PlimsollError)) throw error;
      options.onNotice?.(`the base ${reference} (${digest}) cannot be kept: ${error.message}`);
      return [];
    }
  });
  return found.flat();
}

/** Copies what a reference names: itself, or of an index the documents of these platforms. */
async function gatherBase(
  reference: PinnedReference,
  platforms: ReadonlySet<string>,
  options: GatherOptions,
): Promise<readonly Descriptor[]> {
  const source = await openSource(reference, options);
  const top = await fetchByReference(source, reference, options.signal);
  // Registries take an index only with all that it names; of a base only the platforms that were used are worth their bytes.
  const chosen =
    top.manifest.kind === 'index'
      ? top.manifest.manifests.filter((child) => !isAttestation(child) && isUsed(child, platforms))
      : [descriptorOf(top)];
  for (const descriptor of chosen) await options.copier.ensure(source, descriptor);
  return chosen;
}

async function describe(
  source: Registry,
  reference: PinnedReference,
  { signal }: GatherOptions,
): Promise<Descriptor> {
  return descriptorOf(await fetchByReference(source, reference, signal));
}

function descriptorOf({ digest, sizeBytes, manifest }: FetchedManifest): Descriptor {
  return { mediaType: manifest.mediaType, digest, sizeBytes };
}

async function openSource(
  { host, repository }: RegistryReference,
  { target, repositories }: GatherOptions,
): Promise<Registry> {
  const isOwn = host === target.reference.host && repository === target.reference.repository;
  return isOwn ? target : repositories.open({ host, repository }, 'pull');
}

function isUsed({ platform }: Descriptor, platforms: ReadonlySet<string>): boolean {
  if (platform === undefined) return true;
  const name = formatPlatform(platform);
  return (
    platforms.has(name) ||
    // `linux/arm64/v8` is what `linux/arm64` means.
    platforms.has(`${platform.os}/${platform.architecture}`)
  );
}

/** What the current generation keeps of a base. */
function findKept(reference: string, digest: Digest, current: Generation | undefined): readonly Descriptor[] {
  return (current?.bases ?? [])
    .filter((base) => base.reference === reference && base.usedDigest === digest)
    .map(({ descriptor }) => descriptor);
}

async function ensureKept(
  kept: readonly Descriptor[],
  { copier, target }: GatherOptions,
): Promise<readonly Descriptor[]> {
  for (const descriptor of kept) await copier.ensure(target, descriptor);
  return kept;
}

function parseSource(source: string): PinnedReference {
  const { host, repository, digest } = parseRegistryReference(source);
  if (digest !== undefined) return { host, repository, digest };
  throw new PlimsollError('REFERENCE_INVALID', 'an image to be promoted is named by its digest', {
    subject: source,
  });
}
