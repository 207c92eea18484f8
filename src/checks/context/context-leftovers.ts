// What editors and operating systems leave in folders.
import type { ContextPathRule } from './context-rule.ts';
import { testsOfKind } from './judging/path-tests.ts';

export const contextLeftovers: ContextPathRule = {
  kind: 'paths',
  id: 'context-leftovers',
  title: 'What editors and operating systems leave',
  severity: 'warning',
  floorBytes: 1_000_000,
  silentBytes: 10_000,
  tests: testsOfKind('dropping'),
  what: 'what editors and operating systems leave',
};
