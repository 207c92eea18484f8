// Caches of tools: they speed up work on the host, and are made anew where they are missing.
import type { ContextPathRule } from './context-rule.ts';
import { testsOfKind } from './judging/path-tests.ts';

export const contextCaches: ContextPathRule = {
  kind: 'paths',
  id: 'context-caches',
  title: 'Caches of tools that are sent',
  severity: 'warning',
  floorBytes: 1_000_000,
  silentBytes: 10_000,
  tests: testsOfKind('cache'),
  what: 'caches of tools',
};
