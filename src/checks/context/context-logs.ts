// Logs, and dumps of processes.
import type { ContextPathRule } from './context-rule.ts';
import { testsOfKind } from './judging/path-tests.ts';

export const contextLogs: ContextPathRule = {
  kind: 'paths',
  id: 'context-logs',
  title: 'Logs and dumps that are sent',
  severity: 'warning',
  floorBytes: 1_000_000,
  silentBytes: 10_000,
  tests: testsOfKind('log'),
  what: 'logs and dumps',
};
