// Test frameworks and runners: pytest, tox, PHPUnit, RSpec, and those npm packages that are marked as of development.
import { PRODUCTION_ONLY } from './profile.ts';
import type { PackageRule } from './rule.ts';

export const testFramework: PackageRule = {
  kind: 'packages',
  id: 'test-framework',
  title: 'Test frameworks in a production image',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 0,
  profiles: PRODUCTION_ONLY,
  roles: ['test-framework'],
  what: 'test frameworks and their helpers',
  fix: "Install what the application needs alone: npm ci --omit=dev, composer install --no-dev, a requirements file without the tests'.",
};
