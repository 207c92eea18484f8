// Headers and static libraries of development packages (-dev, -devel), build tools, packaging tools, linters, and language packages that are marked as of development.
import { PRODUCTION_ONLY } from './profile.ts';
import type { PackageRule } from './rule.ts';

export const developmentPackage: PackageRule = {
  kind: 'packages',
  id: 'development-package',
  title: 'Development packages in a production image',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 500_000,
  profiles: PRODUCTION_ONLY,
  roles: ['development'],
  what: 'packages that only a build reads',
  fix: 'Install the run-time package instead (libpq5 for libpq-dev), or build in a stage of its own and COPY the result; npm ci --omit=dev and composer install --no-dev leave out what is of development.',
};
