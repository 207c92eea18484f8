// What a build made on the host and makes again in the Dockerfile.
import type { ContextPathRule } from './context-rule.ts';
import { testsOfKind } from './judging/path-tests.ts';

export const contextBuildOutput: ContextPathRule = {
  kind: 'paths',
  id: 'context-build-output',
  title: 'Build output that the build makes itself',
  severity: 'warning',
  floorBytes: 1_000_000,
  silentBytes: 10_000,
  tests: testsOfKind('build-output'),
  what: 'output of a build on the host, which the Dockerfile makes again',
};
