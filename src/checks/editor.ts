// Text editors: vim, nano, emacs and their run-time files.
import { PRODUCTION_ONLY } from './profile.ts';
import type { PackageRule } from './rule.ts';

export const editor: PackageRule = {
  kind: 'packages',
  id: 'editor',
  title: 'Editors in a production image',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 0,
  profiles: PRODUCTION_ONLY,
  roles: ['editor'],
  what: 'editors',
  fix: 'Leave them out: what is changed in a container is gone with it. A development image may have them.',
};
