// A fleet of images read, as atoms and components.
import type { ImageContents } from '../../../contents/image-contents.ts';
import type { FileAttributes } from '../../../contents/view/changed-attributes.ts';
import { AtomTable } from './atom-table.ts';
import { clampTimes } from './clamp-times.ts';
import { type CutFleet, cutComponents } from './cut-components.ts';
import { FolderFrames } from './folder-frames.ts';
import { type AtomCollection, listAtoms } from './list-atoms.ts';
import { ShownEntries } from './shown-entries.ts';

/** All that planning and writing need to know of the images. */
export interface GatheredFleet extends AtomCollection {
  readonly cut: CutFleet;
  /** For each image the files that get another time; undefined where times stay. */
  readonly clamped: readonly (ReadonlyMap<number, FileAttributes> | undefined)[];
}

/** Gathers it; later times than `clampAtSeconds` are set to it. Throws IMAGE_UNSUPPORTED for paths that Linux does not take. */
export function gatherFleet(
  images: readonly Pick<ImageContents, 'view' | 'inventory'>[],
  clampAtSeconds?: number,
): GatheredFleet {
  const table = new AtomTable();
  const collection = { table, frames: new FolderFrames(), entries: new ShownEntries() };
  const clamped = images.map((image) => {
    const changed = clampAtSeconds === undefined ? undefined : clampTimes(image.view, clampAtSeconds);
    listAtoms(collection, image, changed);
    return changed;
  });
  table.classify();
  return { ...collection, clamped, cut: cutComponents(table, collection.frames) };
}
