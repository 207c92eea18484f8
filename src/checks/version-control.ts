// Git, Subversion, Mercurial and what belongs to them.
import { PRODUCTION_ONLY } from './profile.ts';
import type { PackageRule } from './rule.ts';

export const versionControl: PackageRule = {
  kind: 'packages',
  id: 'version-control',
  title: 'Version control in a production image',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 0,
  profiles: PRODUCTION_ONLY,
  roles: ['version-control'],
  what: 'version control tools',
  fix: 'Fetch sources in a stage of its own and COPY them; or remove the tool in the RUN that installs it.',
};
