// curl, wget, netcat, DNS and routing tools, SSH clients.
import { PRODUCTION_ONLY } from './profile.ts';
import type { PackageRule } from './rule.ts';

export const networkTool: PackageRule = {
  kind: 'packages',
  id: 'network-tool',
  title: 'Network tools',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  profiles: PRODUCTION_ONLY,
  roles: ['network-tool'],
  what: 'network tools',
  fix: "Where only the build fetches, fetch with ADD or in a stage of its own; a health check can be the service's own.",
};
