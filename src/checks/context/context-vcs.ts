// The data of version control: a history that no image needs, with all that was ever removed from it.
import type { ContextPathRule } from './context-rule.ts';
import { testsOfKind } from './judging/path-tests.ts';

export const contextVcs: ContextPathRule = {
  kind: 'paths',
  id: 'context-vcs',
  title: 'Version control data that is sent',
  severity: 'warning',
  floorBytes: 1_000_000,
  silentBytes: 4_096,
  tests: testsOfKind('version-control'),
  what: 'version control data',
  severityOf: (fate, readByLine) => {
    // A history keeps what was removed: in an image it is a leak whatever its size.
    if (fate.kind === 'final-stage') return 'warning';
    return readByLine === undefined ? undefined : 'advice';
  },
  fixOfRead: (line) =>
    `The RUN in line ${line} asks git: mount it there alone (RUN --mount=type=bind,source=.git,target=.git), or hand the version in as a build argument; then copy without it.`,
};
