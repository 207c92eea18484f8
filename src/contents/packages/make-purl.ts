// The package URL of any record.
import type { Distribution } from './inventory.ts';
import { makeLanguagePurl } from './language-purl.ts';
import type { PackageRecord, PackageType } from './package-record.ts';
import { makeSystemPurl } from './system-purl.ts';

/** The types of a distribution's own packages, whose files may hold those of others: a deb may ship an npm package. */
export const SYSTEM_TYPES: ReadonlySet<PackageType> = new Set(['deb', 'apk', 'rpm', 'opkg']);

/** The package URL of a record; system packages name their distribution. */
export function makePurl(record: PackageRecord, distribution: Distribution | null): string {
  return SYSTEM_TYPES.has(record.type) ? makeSystemPurl(record, distribution) : makeLanguagePurl(record);
}
