// The data of version control: a history that no image needs, with all that was ever removed from it.
import type { ContextPathRule } from './context-rule.ts';

const ASKS_GIT =
  /\bgit\s+(?:-\S+\s+)*(?:describe|rev-parse|rev-list|log|show|tag|submodule|status|diff)\b|setuptools[-_]scm|versioneer|hatch-vcs|gitversion|nbgv/i;

export const contextVcs: ContextPathRule = {
  kind: 'paths',
  id: 'context-vcs',
  title: 'version control data that is sent',
  severity: 'warning',
  floorBytes: 1_000_000,
  silentBytes: 4_096,
  folders: ['.git', '.hg', '.svn', '.bzr', '.jj', '_darcs', 'CVS'],
  files: [],
  isNeedless: ({ name, path }, judged) => name !== 'CVS' || judged.hasAt(path, 'Entries'),
  what: 'version control data',
  severityOf: (fate, judged) => {
    // A history keeps what was removed: in an image it is a leak whatever its size.
    if (fate.kind === 'final-stage') return 'warning';
    return judged.findRun(ASKS_GIT) === undefined ? undefined : 'advice';
  },
  fix: (judged, patterns) => {
    const run = judged.findRun(ASKS_GIT);
    if (run === undefined)
      return `Add ${patterns.map((line) => `\`${line}\``).join(', ')} to ${judged.ignoreName}.`;
    return `The RUN in line ${run.line} asks git: mount it there alone (RUN --mount=type=bind,source=.git,target=.git), or hand the version in as a build argument; then copy without it.`;
  },
};
