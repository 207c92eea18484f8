// Roles of Debian's and Ubuntu's packages: by section (Debian policy 2.4), by tag (debtags) where the metadata has it, by the
// virtual packages provided (Debian's authoritative list), by the suffix that policy and custom give to names.
import type { PackageRecord } from '../package-record.ts';
import { type PackageRole, REVIEWED, type RoleName } from './package-role.ts';
import { hasRuntimeUse } from './runtime-packages.ts';
import { findReviewedRoles, isJavaKit } from './system-packages.ts';

const SECTION_ROLES: Readonly<Record<string, RoleName>> = {
  devel: 'development',
  libdevel: 'development',
  debug: 'debugger',
  doc: 'documentation',
  editors: 'editor',
  vcs: 'version-control',
};

/** Kept in package indexes, and in an installed database only where the package itself states them. */
const TAG_ROLES: Readonly<Record<string, RoleName>> = {
  'devel::compiler': 'compiler',
  'devel::debugger': 'debugger',
  'devel::testing-qa': 'development',
  'devel::buildtools': 'development',
  'devel::packaging': 'development',
  'role::devel-lib': 'development',
  'role::debug-symbols': 'debugger',
  'role::documentation': 'documentation',
};

/** A compiler whose output runs by itself; what Lisp calls a compiler is the run time, too. */
const COMPILER = /^(?:c|c\+\+|objc|objc\+\+|fortran\d*|go|d|ada|m2|brig|haskell)-compiler(?:-|$)/;
const SUFFIX_ROLES: readonly (readonly [RegExp, RoleName])[] = [
  [/-doc$/, 'documentation'],
  [/-(?:dbg|dbgsym)$/, 'debugger'],
  [/-dev$|-dev-(?:bin|common)$/, 'development'],
];
/** A library of a version; those of a compiler come with it and go with it. */
const SHARED_LIBRARY = /^lib(?!.*-(?:dev|dbg|dbgsym|doc|tools|bin)$).*\d/;

/** The roles of a record of type `deb`. */
export function findDebianRoles(record: PackageRecord): readonly PackageRole[] {
  const { name, fields } = record;
  // Those that must be there, whatever else they may be good for.
  if (fields['Essential'] === 'yes') return [];
  const reviewed = findReviewedRoles(name);
  const section = readSection(fields['Section']);
  const bySection = section === 'doc' ? [] : findBySuffix(name);
  const stated = [...findBySection(name, section), ...findByTag(fields['Tag']), ...bySection];
  const provided = findByProvides(name, fields['Provides']);
  if (hasRuntimeUse(name)) return reviewed;
  return [...provided, ...stated, ...reviewed];
}

/** `universe/devel` is Ubuntu's way to say `devel`. */
function readSection(section = ''): string {
  return section.slice(section.lastIndexOf('/') + 1);
}

function findBySection(name: string, section: string): readonly PackageRole[] {
  const role = Object.hasOwn(SECTION_ROLES, section) ? SECTION_ROLES[section] : undefined;
  if (role === undefined) return [];
  if (role === 'development' && SHARED_LIBRARY.test(name)) return [];
  return [{ role, because: `Debian section ${section}` }];
}

function findByTag(tags = ''): readonly PackageRole[] {
  return tags.split(/,\s*/).flatMap((tag) => {
    const role = Object.hasOwn(TAG_ROLES, tag) ? TAG_ROLES[tag] : undefined;
    return role === undefined ? [] : [{ role, because: `Debian tag ${tag}` }];
  });
}

function findBySuffix(name: string): readonly PackageRole[] {
  for (const [suffix, role] of SUFFIX_ROLES) {
    const found = suffix.exec(name);
    if (found !== null) return [{ role, because: `name ends in ${found[0]}` }];
  }
  return [];
}

function findByProvides(name: string, provides = ''): readonly PackageRole[] {
  if (isJavaKit(name)) return [{ role: 'compiler', because: REVIEWED }];
  for (const item of provides.split(',')) {
    const provided = item.trim().split(/[\s(]/, 1)[0]!;
    if (COMPILER.test(provided)) return [{ role: 'compiler', because: `provides ${provided}` }];
    if (provided === 'ssh-server') return [{ role: 'remote-access', because: `provides ${provided}` }];
  }
  return [];
}
