// Packages that hold manuals and examples (-doc), and programs to read them.
import { PRODUCTION_ONLY } from './profile.ts';
import type { PackageRule } from './rule.ts';

export const documentationPackage: PackageRule = {
  kind: 'packages',
  id: 'documentation-package',
  title: 'Documentation packages',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  profiles: PRODUCTION_ONLY,
  roles: ['documentation'],
  what: 'packages of documentation',
  fix: 'Leave them out, and install with --no-install-recommends, which is how many came.',
};
