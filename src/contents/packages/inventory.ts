// The packages of an image: what is installed, what was removed later and is shipped all the same, and whose each file is.
import type { AptSettings } from './closures/apt-settings.ts';
import type { PackageRecord } from './package-record.ts';
import type { PackageRole } from './roles/package-role.ts';
import type { SharedFile } from './shared-files.ts';

/** In `owners`: no package has the file. */
export const NO_OWNER = -1;

/** A package of an image. */
export interface InventoryPackage {
  readonly kind: 'package';
  readonly record: PackageRecord;
  /** The package URL, with the distribution's namespace and qualifiers for system packages. */
  readonly purl: string;
  /** The layer that brought this version: where its database or metadata first has it, not where it was last rewritten. */
  readonly layer: number;
  /** `removed`: a later layer took it away or replaced it by another version; its files are still shipped. */
  readonly state: 'installed' | 'removed';
  readonly removedByLayer: number | null;
  /** The database or metadata file. */
  readonly metadataPath: string;
  /** Content of its files: those that show where it is installed, those that are hidden where it is removed. */
  readonly bytes: number;
  /** An estimate: the stored bytes consumed while those files were read. */
  readonly shippedBytes: number;
  readonly fileCount: number;
  /** Whether the package manager notes that it came as a dependency only; null where it notes nothing of the kind. */
  readonly isAutomatic: boolean | null;
  /** What it is there for, where that is not to serve. */
  readonly roles: readonly PackageRole[];
}

/** What `etc/os-release` says (os-release(5)). */
export interface Distribution {
  /** `debian`, `alpine`, `fedora`. */
  readonly id: string;
  readonly idLike: readonly string[];
  /** `12`, `3.19.1`; empty where there is none, as on testing releases. */
  readonly versionId: string;
  /** `bookworm`; empty where there is none. */
  readonly codename: string;
}

/** A file of metadata that could not be read whole. */
export interface UnreadMetadata {
  readonly path: string;
  readonly layer: number;
  readonly bytes: number;
  readonly reason: 'too large' | 'unreadable';
}

/** The packages of one image. */
export interface Inventory {
  readonly distribution: Distribution | null;
  /** Installed before removed; within each by type, name, version, metadata path. */
  readonly packages: readonly InventoryPackage[];
  /** For each node of the view's tree: the position in `packages` of the installed package that has the file, or NO_OWNER. */
  readonly owners: Int32Array;
  readonly unread: readonly UnreadMetadata[];
  /** Files of system packages that do not go with a single one of them. */
  readonly sharedFiles: readonly SharedFile[];
  /** What the image's own apt configuration says; apt's defaults where it has none. */
  readonly aptSettings: AptSettings;
}
