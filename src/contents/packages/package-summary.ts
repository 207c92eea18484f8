// A package as reports show it: plain data, without the fields that only closures need.
import type { FreedSummary } from './closures/find-freed.ts';
import type { InventoryPackage, UnreadMetadata } from './inventory.ts';
import type { PackageType } from './package-record.ts';
import type { PackageRole } from './roles/package-role.ts';

/** One package of an image; paths without a leading slash. */
export interface PackageSummary {
  readonly purl: string;
  readonly type: PackageType;
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly source: string;
  readonly licence: string;
  /** The layer that brought this version. */
  readonly layer: number;
  readonly state: 'installed' | 'removed';
  /** The layer that removed it, from where on its files are shipped in vain. */
  readonly removedByLayer: number | null;
  readonly bytes: number;
  readonly shippedBytes: number;
  readonly fileCount: number;
  /** The database or metadata file that names it. */
  readonly metadataPath: string;
  /** Whether it came as a dependency only; null where nobody notes that. */
  readonly isAutomatic: boolean | null;
  /** What removing it would free; null where it cannot be removed, or nothing is known of who needs it. */
  readonly frees: FreedSummary | null;
  /** What it is there for, where that is not to serve. */
  readonly roles: readonly PackageRole[];
}

/** The packages of an image in short. */
export interface InventorySummary {
  /** The distribution that the image's own files name; `versionId` is empty where it has none. */
  readonly distribution: { readonly id: string; readonly versionId: string } | null;
  /** Installed before removed; within each by type and name, a distribution's own first. */
  readonly packages: readonly PackageSummary[];
  readonly unread: readonly UnreadMetadata[];
}

/** The summary of a package. */
export function summarisePackage(
  { record, ...item }: InventoryPackage,
  frees: FreedSummary | null,
): PackageSummary {
  const { type, name, version, architecture, source, licence } = record;
  return {
    purl: item.purl,
    type,
    name,
    version,
    architecture,
    source,
    licence,
    layer: item.layer,
    state: item.state,
    removedByLayer: item.removedByLayer,
    bytes: item.bytes,
    shippedBytes: item.shippedBytes,
    fileCount: item.fileCount,
    metadataPath: item.metadataPath,
    isAutomatic: item.isAutomatic,
    frees,
    roles: item.roles,
  };
}
