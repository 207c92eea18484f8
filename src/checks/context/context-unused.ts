// What is sent and used by nothing: builders other than BuildKit send all of the folder.
import type { ContextWholeRule } from './context-rule.ts';
import { formatFiles } from './judging/format-size.ts';
import { lineForPath, tellLines } from './judging/ignore-pattern.ts';
import { sumBranches } from './judging/sum-branches.ts';

const FLOOR_BYTES = 1_000_000;

export const contextUnused: ContextWholeRule = {
  kind: 'whole',
  id: 'context-unused',
  title: 'Files that are sent and that no instruction uses',
  severity: 'warning',
  floorBytes: FLOOR_BYTES,
  judge: (judged) => {
    const { usesOf } = judged.context;
    const { isClaimed } = judged.claims;
    const { paths, bytes, files } = sumBranches(judged, (i) => usesOf[i]!.length === 0 && isClaimed[i] !== 1);
    if (bytes < FLOOR_BYTES) return [];
    const lines = paths
      .toSorted((a, b) => b.bytes - a.bytes)
      .filter((path) => path.bytes >= FLOOR_BYTES / 10)
      .flatMap(({ path }) => lineForPath(path) ?? []);
    return [
      {
        severity: 'warning',
        message: `${formatFiles(files)} that no instruction uses`,
        file: judged.ignorePath,
        line: null,
        paths,
        bytes,
        fate: { kind: 'sent' },
        fix: `Add ${tellLines(lines)} to ${judged.ignoreName}, or those parts of them that nothing uses.`,
      },
    ];
  },
};
