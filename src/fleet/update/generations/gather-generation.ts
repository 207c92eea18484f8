// Brings the images of a fleet, and the bases of elsewhere that they stand on, into the repository of the generations.
import { PlimsollError, withSubject } from '../../../errors.ts';
import type { Descriptor } from '../../../oci/image/descriptor.ts';
import { formatPlatform, isAttestation } from '../../../oci/image/platform.ts';
import { parseRegistryReference, type RegistryReference } from '../../../oci/image/reference.ts';
import { fetchByReference } from '../../../oci/registry/manifest.ts';
import type { Registry } from '../../../oci/registry/registry.ts';
import type { DocumentCopier } from './document-copier.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import type { Generation, GenerationBase, GenerationImage } from './generation.ts';
import type { GenerationMember } from './generation-member.ts';
import type { Repositories } from './repositories.ts';

const AT_ONCE = 8;

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
  return forEachAtOnce(members, AT_ONCE, async ({ id, references, source, platforms }) => {
    try {
      const descriptor = await gather(parseSource(source), undefined, options);
      return { id, references, descriptor: descriptor[0]!, platforms };
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
  const wanted = new Map<string, { reference: string; digest: string; platforms: Set<string> }>();
  for (const { bases, platforms } of members)
    for (const { reference, digest } of bases) {
      const key = `${reference} ${digest}`;
      const entry = wanted.get(key) ?? { reference, digest, platforms: new Set() };
      for (const { platform } of platforms) entry.platforms.add(platform);
      wanted.set(key, entry);
    }
  const sorted = [...wanted.keys()].toSorted().map((key) => wanted.get(key)!);
  const found = await forEachAtOnce(sorted, AT_ONCE, async ({ reference, digest, platforms }) => {
    const { tag: _, ...place } = parseRegistryReference(reference);
    const pinned = { ...place, digest: digest as GenerationBase['usedDigest'] };
    const kept = findKept(reference, pinned.digest, platforms, options.current);
    try {
      const descriptors =
        kept.length > 0 ? await ensureKept(kept, options) : await gather(pinned, platforms, options);
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
async function gather(
  reference: RegistryReference,
  platforms: ReadonlySet<string> | undefined,
  { repositories, target, copier, signal }: GatherOptions,
): Promise<readonly Descriptor[]> {
  const { host, repository } = reference;
  const isOwn = host === target.reference.host && repository === target.reference.repository;
  const source = isOwn ? target : await repositories.open({ host, repository }, 'pull');
  const { digest, sizeBytes, manifest } = await fetchByReference(source, reference, signal);
  const top: Descriptor = { mediaType: manifest.mediaType, digest, sizeBytes };
  // Registries take an index only with all that it names; of a base only the platforms that were used are worth their bytes.
  const chosen =
    platforms !== undefined && manifest.kind === 'index'
      ? manifest.manifests.filter((child) => !isAttestation(child) && isUsed(child, platforms))
      : [top];
  for (const descriptor of chosen) await copier.ensure(source, descriptor);
  return chosen;
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

/** What the current generation keeps of a base; none where a platform may be lacking. */
function findKept(
  reference: string,
  digest: string,
  platforms: ReadonlySet<string>,
  current: Generation | undefined,
): readonly Descriptor[] {
  const kept = (current?.bases ?? []).filter(
    (base) => base.reference === reference && base.usedDigest === digest,
  );
  return kept.length >= platforms.size ? kept.map(({ descriptor }) => descriptor) : [];
}

async function ensureKept(
  kept: readonly Descriptor[],
  { copier, target }: GatherOptions,
): Promise<readonly Descriptor[]> {
  for (const descriptor of kept) await copier.ensure(target, descriptor);
  return kept;
}

function parseSource(source: string): RegistryReference {
  const { tag: _, ...reference } = parseRegistryReference(source);
  if (reference.digest === undefined)
    throw new PlimsollError('REFERENCE_INVALID', 'an image to be promoted is named by its digest', {
      subject: source,
    });
  return reference;
}
