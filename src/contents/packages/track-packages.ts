// Follows packages through the versions of their metadata: which layer brought each one, and which took it away. Databases
// are rewritten whole by each layer that installs anything, so what counts is the difference from one version to the next.
import type { InventoryBudget } from './inventory-budget.ts';
import type { MetadataFile } from './metadata-history.ts';
import type { PackageRecord } from './package-record.ts';

/** A package of one version at one place, from the layer that brought it to the one that took it away. */
export interface TrackedPackage {
  readonly record: PackageRecord;
  readonly metadataPath: string;
  /** The layer that brought this version. */
  readonly layer: number;
  /** The layer that took it away or replaced it by another version; null where it is installed. */
  readonly removedByLayer: number | null;
  /** The entry that holds the newest metadata that has it, in the through numbering. */
  readonly entry: number;
}

/** The packages of one metadata file; those that were removed first, in the order of their removal. */
export function trackPackages(file: MetadataFile, budget: InventoryBudget): readonly TrackedPackage[] {
  const ended: TrackedPackage[] = [];
  let present = new Map<string, TrackedPackage>();
  let endedByLayer: number | null = null;
  const end = (packages: Iterable<TrackedPackage>, removedByLayer: number): void => {
    for (const tracked of packages) ended.push({ ...tracked, removedByLayer });
  };
  for (const version of file.versions) {
    if (!version.isContinued && endedByLayer !== null) {
      budget.countPackages(present.size);
      end(present.values(), endedByLayer);
      present = new Map();
    }
    const { metadata } = version;
    const records = metadata.kind === 'packages' ? metadata.packages : [];
    const next = new Map<string, TrackedPackage>();
    for (const record of records) {
      const key = keyOf(record);
      // A database that names a package twice still means one.
      const layer = (next.get(key) ?? present.get(key))?.layer ?? version.layer;
      next.set(key, {
        record,
        metadataPath: file.path,
        layer,
        removedByLayer: null,
        entry: version.entry,
      });
      present.delete(key);
    }
    budget.countPackages(present.size);
    end(present.values(), version.layer);
    present = next;
    endedByLayer = version.endedByLayer;
  }
  budget.countPackages(present.size);
  if (endedByLayer === null) return [...ended, ...present.values()];
  end(present.values(), endedByLayer);
  return ended;
}

function keyOf({ type, name, version, architecture }: PackageRecord): string {
  return `${type}\0${name}\0${version}\0${architecture}`;
}
