// Ignore files that do not count: hidden by the one beside the Dockerfile, or read by other builders only.
import { basename } from 'node:path';
import { matchPath } from '../../context/ignore/match-path.ts';
import type { PatternList } from '../../context/ignore/pattern-list.ts';
import type { ContextWholeRule } from './context-rule.ts';
import { formatFiles } from './judging/format-size.ts';
import type { JudgedContext } from './judging/judged-context.ts';
import { sumBranches } from './judging/sum-branches.ts';

const FLOOR_BYTES = 1_000_000;
const SILENT_BYTES = 10_000;

export const ignoreFileUnread: ContextWholeRule = {
  kind: 'whole',
  id: 'ignore-file-unread',
  title: 'Ignore files that the builder does not read',
  severity: 'warning',
  floorBytes: FLOOR_BYTES,
  judge: (judged) =>
    judged.look.otherIgnoreFiles.flatMap(({ path, list, why }) => {
      if (list === undefined) return [];
      const { paths, bytes, files } = sumBranches(judged, makeTest(judged, list));
      if (bytes < SILENT_BYTES) return [];
      const name = basename(path);
      return [
        {
          severity: bytes >= FLOOR_BYTES ? ('warning' as const) : ('advice' as const),
          message:
            why === 'shadowed'
              ? `${judged.ignoreName} counts and ${name} does not: ${formatFiles(files)} are sent that its lines would keep back`
              : `${judged.look.engine} does not read ${name}: ${formatFiles(files)} are sent that its lines would keep back`,
          file: path,
          line: null,
          paths,
          bytes,
          fix:
            why === 'shadowed'
              ? `Files are not joined: write the lines that are to count into ${judged.ignoreName} too.`
              : `Call the file .dockerignore, which all builders read${judged.ignorePath === null ? '' : `, or write its lines into ${judged.ignoreName}`}.`,
        },
      ];
    }),
};

function makeTest(judged: JudgedContext, list: PatternList): (entry: number) => boolean {
  const { entries } = judged.context.listing;
  return (entry) => {
    try {
      return matchPath(list, entries[entry]!.path, 'any parent').isMatched;
    } catch {
      return false;
    }
  };
}
