// Which image of an index.json is meant (image-spec image-layout.md, annotations.md `org.opencontainers.image.ref.name`).
import { PlimsollError } from '../../errors.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { ImageIndex } from '../image/manifest.ts';
import { isIndexType, isManifestType } from '../image/media-types.ts';
import { isAttestation } from '../image/platform.ts';
import { familiarName, listNames } from './image-name.ts';

const REF_NAME = 'org.opencontainers.image.ref.name';
/** Docker (25 and later) and containerd write the whole name here and only the tag into `ref.name`. */
const CONTAINERD_NAME = 'io.containerd.image.name';
/** Tags that stand for signatures and other referrers of an image (distribution-spec, "Referrers Tag Schema"; cosign). */
export const REFERRER_TAG = /^sha256-[0-9a-f]{64}(?:\.\w+)?$/;

/**
 * The entries of index.json that one image reference means: one image, or the platforms of one. `selector` is a tag or
 * name, `@POSITION` or `@DIGEST`; without it the index must hold one image only. Throws IMAGE_NOT_FOUND or
 * REFERENCE_INVALID, both listing the names that are there.
 */
export function chooseEntries(
  index: ImageIndex,
  selector: string | undefined,
  subject: string,
  transport: 'oci' | 'oci-archive',
): readonly Descriptor[] {
  if (selector === undefined) return chooseOnlyImage(index, subject, transport);
  if (selector.startsWith('@')) return [chooseByMark(index, selector.slice(1), subject)];
  const chosen = index.manifests.filter(
    ({ annotations }) =>
      annotations?.[REF_NAME] === selector ||
      (annotations?.[CONTAINERD_NAME] !== undefined &&
        familiarName(annotations[CONTAINERD_NAME]) === familiarName(selector)),
  );
  const names = new Set(chosen.map((entry) => entry.annotations?.[CONTAINERD_NAME]));
  if (chosen.length === 0)
    throw new PlimsollError('IMAGE_NOT_FOUND', `there is no image '${selector}'`, {
      subject,
      hint: offerNames(index.manifests, transport),
    });
  if (names.size > 1 && countDigests(chosen) > 1)
    throw new PlimsollError('REFERENCE_INVALID', `several images have the tag '${selector}'`, {
      subject,
      hint: offerNames(chosen, transport),
    });
  return chosen;
}

function chooseByMark(index: ImageIndex, mark: string, subject: string): Descriptor {
  const entry = /^\d{1,9}$/.test(mark)
    ? index.manifests[Number(mark)]
    : index.manifests.find(({ digest }) => digest === mark);
  if (entry === undefined)
    throw new PlimsollError('IMAGE_NOT_FOUND', `there is no image '@${mark}'`, {
      subject,
      hint: `index.json lists ${index.manifests.length}, counted from 0.`,
    });
  return entry;
}

function chooseOnlyImage(
  index: ImageIndex,
  subject: string,
  transport: 'oci' | 'oci-archive',
): readonly Descriptor[] {
  const images = index.manifests.filter(
    (entry) =>
      !isAttestation(entry) &&
      !REFERRER_TAG.test(entry.annotations?.[REF_NAME] ?? '') &&
      (entry.mediaType === '' || isManifestType(entry.mediaType) || isIndexType(entry.mediaType)),
  );
  const byName = new Map<string, Descriptor[]>();
  for (const entry of images) {
    const name = nameEntry(entry) ?? '';
    byName.set(name, [...(byName.get(name) ?? []), entry]);
  }
  // Unnamed entries beside a named image are what tools leave behind: referrers, or images whose tag has moved on.
  if (byName.size > 1) byName.delete('');
  const groups = [...byName.values()];
  if (groups.length > 1 && countDigests(images.filter((entry) => nameEntry(entry) !== undefined)) > 1)
    throw new PlimsollError('REFERENCE_INVALID', 'it holds several images', {
      subject,
      hint: offerNames(images, transport),
    });
  return groups[0] ?? [];
}

/** The name that tells an entry from others; undefined where it has none. */
export function nameEntry(entry: Descriptor): string | undefined {
  const full = entry.annotations?.[CONTAINERD_NAME];
  return full === undefined ? entry.annotations?.[REF_NAME] : familiarName(full);
}

function countDigests(entries: readonly Descriptor[]): number {
  return new Set(entries.map((entry) => entry.digest)).size;
}

function offerNames(entries: readonly Descriptor[], transport: string): string {
  const names = new Set(entries.map(nameEntry).filter((name) => name !== undefined));
  return names.size === 0
    ? `No image there has a name; write ${transport}:PATH:@0 for the first.`
    : `Write ${transport}:PATH:NAME with one of these names: ${listNames([...names])}.`;
}
