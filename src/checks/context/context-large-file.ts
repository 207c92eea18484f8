// Large files that no instruction names.

import type { ContextWholeRule } from './context-rule.ts';
import { formatSize } from './judging/format-size.ts';
import { lineForPath, tellLines } from './judging/ignore-pattern.ts';
import { tellFate } from './judging/judge-paths.ts';
import { limitPaths } from './judging/limit-paths.ts';

const LARGE_BYTES = 20_000_000;

export const contextLargeFile: ContextWholeRule = {
  kind: 'whole',
  id: 'context-large-file',
  title: 'Large files that no instruction names',
  severity: 'warning',
  floorBytes: LARGE_BYTES,
  judge: (judged) => {
    const { listing, uses, usesOf } = judged.context;
    const narrow = new Set(uses.flatMap(({ path }, i) => (path === '/' ? [] : [i])));
    const large = listing.entries.flatMap((entry, i) =>
      entry.kind === 'file' &&
      entry.sizeBytes >= LARGE_BYTES &&
      judged.claims.isClaimed[i] === 0 &&
      !usesOf[i]!.some((use) => narrow.has(use))
        ? [{ path: entry.path, bytes: entry.sizeBytes, files: 1, entry: i }]
        : [],
    );
    if (large.length === 0) return [];
    const first = large.toSorted((a, b) => b.bytes - a.bytes)[0]!;
    const fate = judged.trace(first.entry);
    const lines = large.flatMap(({ path }) => lineForPath(path) ?? []);
    return [
      {
        severity: 'warning',
        message: `files of more than ${formatSize(LARGE_BYTES)} that no instruction names${tellFate(fate)}`,
        file: fate.kind === 'sent' ? judged.ignorePath : judged.look.read.dockerfilePath,
        line: fate.kind === 'sent' ? null : fate.line,
        paths: limitPaths(large).paths,
        bytes: large.reduce((sum, { bytes }) => sum + bytes, 0),
        fate,
        fix: `Where the build needs them not, add ${tellLines(lines)} to ${judged.ignoreName}; where it does, name them in a COPY of their own, which the cache then keeps.`,
      },
    ];
  },
};
