// apt, apk, dnf and their helpers; pip, npm, yarn, pnpm, Composer.
import { PRODUCTION_ONLY } from './profile.ts';
import type { PackageRule } from './rule.ts';

export const packageManager: PackageRule = {
  kind: 'packages',
  id: 'package-manager',
  title: 'Package managers',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  profiles: PRODUCTION_ONLY,
  roles: ['package-manager'],
  what: 'package managers',
  fix: 'Nothing to do where the base image brings them. Where nothing is installed at run time, a base image without one (distroless, scratch) is smaller, and pip, npm and yarn can be left out of the last stage.',
};
