// Files under a directory that a later layer replaces whole, by an opaque marker (layer.md, "Opaque Whiteout").
import type { ViewRule } from './rule.ts';

export const hiddenOpaque: ViewRule = {
  kind: 'view',
  views: ['opaque'],
  id: 'hidden-opaque',
  title: 'Files under a directory that a later layer replaces',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  what: 'files in a directory that a later layer replaces',
  fix: 'Fill the directory once: join the instruction that makes it with the one that makes it anew.',
};
