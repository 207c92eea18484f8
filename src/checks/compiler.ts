// Compilers, assemblers, linkers and development kits: gcc, clang, Go, Rust, the part of a Java development kit that a run time does without, the .NET SDK.
import { PRODUCTION_ONLY } from './profile.ts';
import type { PackageRule } from './rule.ts';

export const compiler: PackageRule = {
  kind: 'packages',
  id: 'compiler',
  title: 'Compilers and linkers in a production image',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 0,
  profiles: PRODUCTION_ONLY,
  roles: ['compiler'],
  what: 'compilers and linkers',
  fix: 'Build in a stage of its own and COPY the result; or remove them in the RUN that installs them (apt-get purge --auto-remove, apk del of a --virtual group). If programs built here need libraries that came along (libgomp1, libstdc++6), install those by name.',
};
