// Files that a later layer writes anew with other content: both versions are shipped, one is seen.
import type { ViewRule } from './rule.ts';

export const hiddenOverwritten: ViewRule = {
  kind: 'view',
  view: 'overwritten',
  id: 'hidden-overwritten',
  title: 'Files overwritten by a later layer',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 1_000_000,
  what: 'files that a later layer overwrites',
  fix: 'Write the files once: join the two instructions, or start from a base that has the newer version already.',
};
