// Test suites that packages bring along: Python's own, those of installed packages, and those in node_modules.
import { relativeTo } from './exceptions/path-parts.ts';
import { shellPath } from './fixes/shell-words.ts';
import type { ImageLook, OfferedFile, PathRule } from './rule.ts';

export const testSuite: PathRule = {
  kind: 'paths',
  id: 'test-suite',
  title: 'Test suites of installed packages',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  patterns: [
    'usr/lib/python3*/test/',
    'usr/local/lib/python3*/test/',
    'opt/*/lib/python3*/test/',
    '**/site-packages/*/tests/',
    '**/site-packages/*/*/tests/',
    '**/dist-packages/*/tests/',
    '**/dist-packages/*/*/tests/',
    '**/node_modules/*/test/',
    '**/node_modules/*/tests/',
    '**/node_modules/*/__tests__/',
    '**/node_modules/*/*/__tests__/',
  ],
  isExcused,
  what: 'test suites of installed packages',
  fix: ({ folder }) => {
    const [packages] = /^.*?(?:site|dist)-packages(?=$|\/)/.exec(folder) ?? [];
    const remove =
      packages === undefined
        ? 'Delete them in the RUN that installs the packages'
        : `End that RUN with \`find ${shellPath(packages)} -type d -name tests -prune -exec rm -rf {} +\``;
    return `${remove}, after a trial: a few packages import their own tests.`;
  },
};

function isExcused({ path, matchedFolder }: OfferedFile, image: ImageLook): boolean {
  // A scope's package may be called so: @playwright/test.
  if (image.kindAt(`${matchedFolder}/package.json`) !== undefined) return true;
  return (
    /\/python3[^/]*\/test$/.test(matchedFolder) && relativeTo(path, matchedFolder).startsWith('support/')
  );
}
