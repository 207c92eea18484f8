// The files of package metadata in an image's layers, each with its versions: what one layer wrote, and how the next changed it.
import { pathText } from '../facts/layer-facts.ts';
import { HIDDEN_HOW, type SquashedView, VISIBLE } from '../view/squashed-view.ts';
import { decodeMetadata, isUnread, metadataParserId, type StoredMetadata } from './record-format.ts';

/** What one layer wrote at the path. */
export interface MetadataVersion {
  readonly layer: number;
  /** In the through numbering of the view. */
  readonly entry: number;
  /** Decoded anew whenever it is asked for: all versions of all databases at once would be far more than what they differ in. */
  readonly metadata: StoredMetadata;
  readonly isUnread: boolean;
  /** The layer that took it away or wrote another version; null where it still shows. */
  readonly endedByLayer: number | null;
  /** Whether the version before was there until this one was written. */
  readonly isContinued: boolean;
}

/** One path at which layers have metadata of one kind. */
export interface MetadataFile {
  readonly path: string;
  readonly parserId: string;
  /** The lowest layer first; what a layer itself wrote over is left out. */
  readonly versions: readonly MetadataVersion[];
}

/** All metadata files of a view by path, those that no longer show among them. */
export function listMetadataFiles(view: SquashedView): ReadonlyMap<string, MetadataFile> {
  const files = new Map<string, { path: string; parserId: string; versions: MetadataVersion[] }>();
  view.layers.forEach((facts, layer) => {
    const { metadataEntries, metadataEnds, metadataBytes } = facts;
    metadataEntries.forEach((i, k) => {
      const entry = view.entryBases[layer]! + i;
      const hiddenBy = view.hiddenBy[entry]!;
      if (hiddenBy === layer) return;
      const bytes = metadataBytes.subarray(k === 0 ? 0 : metadataEnds[k - 1]!, metadataEnds[k]!);
      const path = pathText(facts, i);
      const parserId = metadataParserId(bytes);
      let file = files.get(path);
      if (file === undefined || file.parserId !== parserId) {
        file = { path, parserId, versions: [] };
        files.set(path, file);
      }
      const before = file.versions.at(-1);
      file.versions.push({
        layer,
        entry,
        get metadata() {
          return decodeMetadata(bytes);
        },
        isUnread: isUnread(bytes),
        endedByLayer: hiddenBy === VISIBLE ? null : hiddenBy,
        isContinued:
          before?.endedByLayer === layer && view.hiddenHow[before.entry] === HIDDEN_HOW.overwritten,
      });
    });
  });
  return files;
}

/** The version that showed when `layer` had been applied, or undefined. */
export function versionAt(file: MetadataFile, layer: number): MetadataVersion | undefined {
  const { versions } = file;
  let [low, high] = [0, versions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (versions[middle]!.layer <= layer) low = middle + 1;
    else high = middle;
  }
  const version = versions[low - 1];
  return version?.endedByLayer != null && version.endedByLayer <= layer ? undefined : version;
}
