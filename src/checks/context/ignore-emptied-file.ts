// Files that BuildKit lists and then refuses to open: they arrive empty.
import type { ContextWholeRule } from './context-rule.ts';
import { formatFiles } from './judging/format-size.ts';

export const ignoreEmptiedFile: ContextWholeRule = {
  kind: 'whole',
  id: 'ignore-emptied-file',
  title: 'Files that arrive empty',
  severity: 'error',
  floorBytes: 0,
  judge: (judged) => {
    const { emptiedPaths } = judged.context.listing;
    if (emptiedPaths.length === 0) return [];
    return [
      {
        severity: 'error',
        message: `${formatFiles(emptiedPaths.length)} arrive empty: for a single path BuildKit reads the list in another way than for folders`,
        file: judged.ignorePath,
        line: null,
        paths: emptiedPaths.map((path) => ({ path, bytes: 0, files: 1 })),
        bytes: 0,
        fix: 'Write the `!` lines for these files last, behind every line that ignores a folder above them.',
      },
    ];
  },
};
