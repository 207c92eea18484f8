// What if only the newest images of each line of tags were kept? A line is one repository, one platform, and tags that differ in
// their numbers alone: `1.2.3-alpine` and `1.2.4-alpine`.
import { formatPlatform } from '../../../oci/image/platform.ts';
import type { FleetImage, FleetMoment } from '../../snapshot/fleet-snapshot.ts';
import type { FleetEditor } from './fleet-editor.ts';

/** Takes all but the newest away; gives the number of images that go now. */
export function keepNewest(editor: FleetEditor, count: number): number {
  const keptOf = new Map<FleetMoment, ReadonlySet<FleetImage>>();
  return editor.change((image, moment) => {
    const kept = keptOf.get(moment) ?? chooseNewest(moment.images, count);
    keptOf.set(moment, kept);
    return kept.has(image) ? image : undefined;
  });
}

function chooseNewest(images: readonly FleetImage[], count: number): ReadonlySet<FleetImage> {
  const lines = new Map<string, FleetImage[]>();
  for (const image of images) {
    // The most precise tag says most of the version.
    const tag = image.tags.reduce((longest, other) => (other.length > longest.length ? other : longest), '');
    const key = `${image.repository} ${tag.replace(/\d+/g, '#')} ${formatPlatform(image.platform)}`;
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [image]);
    else line.push(image);
  }
  return new Set([...lines.values()].flatMap((line) => line.toSorted(compareAges).slice(0, count)));
}

/** Newest first; by date, then by the numbers in the tags. */
function compareAges(a: FleetImage, b: FleetImage): number {
  const age = (Date.parse(b.created ?? '') || 0) - (Date.parse(a.created ?? '') || 0);
  if (age !== 0) return age;
  return (b.tags[0] ?? '').localeCompare(a.tags[0] ?? '', 'en', { numeric: true });
}
