// Files that a later layer deletes: they are gone for the container and still shipped to everybody who pulls the image.
import { isRecordBackup } from './exceptions/rewritten-records.ts';
import { isCopied } from './fixes/copied.ts';
import { fixHiddenCache } from './fixes/hidden-cache.ts';
import type { ViewRule } from './rule.ts';

export const hiddenDeleted: ViewRule = {
  kind: 'view',
  views: ['deleted'],
  id: 'hidden-deleted',
  title: 'Files deleted by a later layer',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  isExcused: ({ path }) => isRecordBackup(path),
  what: 'files that a later layer deletes',
  fix: (context) =>
    isCopied(context)
      ? 'Use the files without copying them (`RUN --mount=type=bind`), or in a stage of their own.'
      : (fixHiddenCache(context) ??
        'Delete them at the end of the RUN that makes them, or make them in a stage of its own and copy only the result.'),
};
