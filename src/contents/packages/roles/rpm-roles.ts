// Roles of rpm packages: by suffix (Fedora's and SUSE's packaging guidelines), and by group where one is stated. Old groups are
// rough: Development/Languages holds the interpreters, so that only groups of one meaning count.
import type { PackageRecord } from '../package-record.ts';
import type { PackageRole, RoleName } from './package-role.ts';
import { hasRuntimeUse } from './runtime-packages.ts';
import { findReviewedRoles, isJavaKit } from './system-packages.ts';

const GROUP_ROLES: readonly (readonly [RegExp, RoleName])[] = [
  [/^Development\/(?:Tools\/)?Debug(?:gers?)?$/, 'debugger'],
  [/^Development\/Tools\/(?:Building)$/, 'development'],
  [/^Development\/Tools\/Version Control$/, 'version-control'],
  [/^(?:Applications\/Editors|Productivity\/Text\/Editors)$/, 'editor'],
  [/^Documentation(?:\/|$)/, 'documentation'],
];
const SUFFIX_ROLES: readonly (readonly [RegExp, RoleName])[] = [
  [/-(?:docs?|javadoc|manual|html-docs)$/, 'documentation'],
  [/-(?:debuginfo|debugsource|debuginfo-common)$/, 'debugger'],
  [/-(?:devel|devel-static|static|headers)$/, 'development'],
];
/** `java-17-openjdk-devel` is what has javac; `-headless` without it is the run time. */
const JAVA_KIT = /^java-.*-devel$/;

/** The roles of a record of type `rpm`. */
export function findRpmRoles({ name, fields }: PackageRecord): readonly PackageRole[] {
  const reviewed = findReviewedRoles(name);
  if (hasRuntimeUse(name)) return reviewed;
  if (isJavaKit(name) || JAVA_KIT.test(name)) return [{ role: 'compiler', because: 'reviewed list' }];
  const roles: PackageRole[] = [...reviewed];
  const group = fields['Group'] ?? '';
  for (const [pattern, role] of GROUP_ROLES)
    if (pattern.test(group)) roles.unshift({ role, because: `rpm group ${group}` });
  for (const [pattern, role] of SUFFIX_ROLES) {
    const found = pattern.exec(name);
    if (found !== null) roles.unshift({ role, because: `name ends in ${found[0]}` });
  }
  return roles;
}
