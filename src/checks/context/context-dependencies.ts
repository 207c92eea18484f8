// Folders of dependencies that the build installs itself: those of the host are sent for nothing, and may be for another
// platform.
import type { ContextPathRule } from './context-rule.ts';
import { testsOfKind } from './judging/path-tests.ts';

export const contextDependencies: ContextPathRule = {
  kind: 'paths',
  id: 'context-dependencies',
  title: 'Dependency folders that the build installs itself',
  severity: 'warning',
  floorBytes: 1_000_000,
  silentBytes: 10_000,
  tests: testsOfKind('dependencies'),
  what: 'dependencies of the host, which the build installs itself',
};
