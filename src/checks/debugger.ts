// Debuggers, tracers, profilers, packet sniffers, interactive monitors, and packages of debug symbols.
import { PRODUCTION_ONLY } from './profile.ts';
import type { PackageRule } from './rule.ts';

export const debuggerTools: PackageRule = {
  kind: 'packages',
  id: 'debugger',
  title: 'Debuggers and tracers in a production image',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 0,
  profiles: PRODUCTION_ONLY,
  roles: ['debugger'],
  what: 'debuggers, tracers and debug symbols',
  fix: 'Leave them out; keep a development image with them, or attach one when it is needed (kubectl debug, docker run --pid container:NAME).',
};
