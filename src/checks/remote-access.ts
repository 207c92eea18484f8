// SSH and telnet servers, remote desktops, web terminals; sudo and doas, which let whoever is in become root.
import { PRODUCTION_ONLY } from './profile.ts';
import type { PackageRule } from './rule.ts';

export const remoteAccess: PackageRule = {
  kind: 'packages',
  id: 'remote-access',
  title: 'Remote access in a production image',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 0,
  profiles: PRODUCTION_ONLY,
  roles: ['remote-access'],
  what: 'programs that let somebody in, or become root',
  fix: 'Leave them out: docker exec and kubectl exec give a shell, and USER says who runs what.',
};
