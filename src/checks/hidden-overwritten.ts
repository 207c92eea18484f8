// Files that a later layer writes anew with other content: both versions are shipped, one is seen.
import { isRewrittenRecord } from './exceptions/rewritten-records.ts';
import { isCopied } from './fixes/copied.ts';
import { fixHiddenCache } from './fixes/hidden-cache.ts';
import type { ViewRule } from './rule.ts';

export const hiddenOverwritten: ViewRule = {
  kind: 'view',
  views: ['overwritten'],
  id: 'hidden-overwritten',
  title: 'Files overwritten by a later layer',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 1_000_000,
  isExcused: ({ path }) => isRewrittenRecord(path),
  what: 'files that a later layer overwrites',
  fix: (context) =>
    isCopied(context)
      ? 'Copy the files in the version that is to stay: change them before the COPY, not after it.'
      : (fixHiddenCache(context) ??
        'Write the files once: join the two instructions, or start from a base that has the newer version already.'),
};
