// opkg's `status` and its `info/NAME.control` both give a record of the same package: the status has the state and the marks,
// the control file says more.
import type { PackageRecord } from '../package-record.ts';
import type { TrackedPackage } from '../track-packages.ts';

/** The packages with one of each such pair, under the status; all others as they are. */
export function mergeOpkg(packages: readonly TrackedPackage[]): readonly TrackedPackage[] {
  const controls = new Map<string, TrackedPackage>();
  for (const item of packages) if (isControl(item)) controls.set(keyOf(item), item);
  if (controls.size === 0) return packages;
  const paired = new Set<TrackedPackage>();
  const merged = packages.map((item): TrackedPackage => {
    const control = item.record.type !== 'opkg' || isControl(item) ? undefined : controls.get(keyOf(item));
    if (control === undefined) return item;
    paired.add(control);
    return {
      ...item,
      record: mergeRecords(item.record, control.record),
      layer: Math.min(item.layer, control.layer),
    };
  });
  return merged.filter((item) => !paired.has(item));
}

function mergeRecords(status: PackageRecord, control: PackageRecord): PackageRecord {
  return {
    ...status,
    source: status.source || control.source,
    licence: status.licence || control.licence,
    claimedBytes: status.claimedBytes || control.claimedBytes,
    fields: { ...control.fields, ...status.fields },
  };
}

function isControl({ record, metadataPath }: TrackedPackage): boolean {
  return record.type === 'opkg' && metadataPath.endsWith('.control');
}

/** The same package of the same database, both there or both gone. */
function keyOf({ record, metadataPath, removedByLayer }: TrackedPackage): string {
  const folder = metadataPath.slice(0, metadataPath.lastIndexOf('/'));
  const root = metadataPath.endsWith('.control') ? folder.slice(0, folder.lastIndexOf('/')) : folder;
  return [root, record.name, record.version, record.architecture, removedByLayer === null].join('\0');
}
