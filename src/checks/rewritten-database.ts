// Package databases and other records of which a lower layer has an older version: each layer that installs something has
// them anew. The bytes are hidden, but only joining instructions or squashing spares them, so this is advice.
import { isRecordBackup, isRewrittenRecord } from './exceptions/rewritten-records.ts';
import type { ViewRule } from './rule.ts';

export const rewrittenDatabase: ViewRule = {
  kind: 'view',
  views: ['deleted', 'overwritten', 'copy'],
  id: 'rewritten-database',
  title: 'Databases that every installation writes anew',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  isExcused: ({ path }) => !isRewrittenRecord(path) && !isRecordBackup(path),
  what: 'package databases and indexes that a later layer writes anew',
  fix: 'One RUN that installs upon a base image cannot help it; several may be joined into one.',
};
