// The same content at several paths of what the image shows; all but the bytewise first path could be links.
import type { ViewRule } from './rule.ts';

export const duplicateContent: ViewRule = {
  kind: 'view',
  view: 'duplicate',
  id: 'duplicate-content',
  title: 'The same content at a second path',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 4_000_000,
  what: 'files whose content is at another path too',
  fix: 'Copy the files once and link the other paths to them (ln, or a symlink across layers).',
};
