// What a package is there for, as its own metadata has it: the distribution's classes first, then the reviewed table. What an
// image's other files say of a package (a lockfile's marks) is added by `assignRoles`.
import type { PackageRecord } from '../package-record.ts';
import { findApkRoles } from './apk-roles.ts';
import { findDebianRoles } from './debian-roles.ts';
import { findLanguageRoles } from './language-roles.ts';
import type { PackageRole } from './package-role.ts';
import { findRpmRoles } from './rpm-roles.ts';

/** The roles of a package, each once, in no order; none for what serves, and for whatever is not known to do otherwise. */
export function findRoles(record: PackageRecord): readonly PackageRole[] {
  const seen = new Set<string>();
  return listRoles(record).filter(({ role }) => !seen.has(role) && seen.add(role));
}

function listRoles(record: PackageRecord): readonly PackageRole[] {
  switch (record.type) {
    case 'deb':
      return findDebianRoles(record);
    case 'apk':
    case 'opkg':
      return findApkRoles(record);
    case 'rpm':
      return findRpmRoles(record);
    case 'npm':
    case 'pypi':
    case 'gem':
    case 'composer':
      return findLanguageRoles(record);
    // What is compiled into a binary or a jar cannot be taken out of it.
    case 'maven':
    case 'golang':
    case 'cargo':
      return [];
  }
}
