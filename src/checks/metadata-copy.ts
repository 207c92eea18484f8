// A file that a later layer ships again with the same content: only its owner, mode, time or attributes changed.
import { isRewrittenRecord } from './exceptions/rewritten-records.ts';
import { fixHiddenCache } from './fixes/hidden-cache.ts';
import type { ViewRule } from './rule.ts';

export const metadataCopy: ViewRule = {
  kind: 'view',
  views: ['copy'],
  id: 'metadata-copy',
  title: 'Files copied only to change owner, mode or time',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  isExcused: ({ path }) => isRewrittenRecord(path),
  what: 'files copied only to change their owner, mode or time',
  fix: (context) => {
    const { instruction } = context;
    if (instruction !== null && /^RUN\b.*\bchown\b/.test(instruction))
      return 'Set the owner where the files are brought: COPY --chown=USER:GROUP, or chown in the RUN that makes them.';
    if (instruction !== null && /^RUN\b.*\bchmod\b/.test(instruction))
      return 'Set the mode where the files are brought: COPY --chmod=MODE, or chmod in the RUN that makes them.';
    return (
      fixHiddenCache(context) ??
      'Set owner, mode and time in the instruction that brings the files, and do not bring them twice.'
    );
  },
};
