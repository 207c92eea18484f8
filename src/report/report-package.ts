// A package as reports show it.
import type { PackageType } from '../contents/packages/package-record.ts';

/** One package of an image; paths without a leading slash. */
export interface ReportPackage {
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
}

/** A file of package metadata that could not be read, so that packages may be missing. */
export interface ReportUnread {
  readonly path: string;
  readonly layer: number;
  readonly bytes: number;
  readonly reason: string;
}
