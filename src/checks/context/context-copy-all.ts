// COPY . . and its like: all of the folder is sent, and any change in it makes the build run again from there.
import type { ContextWholeRule } from './context-rule.ts';
import { formatFiles } from './judging/format-size.ts';
import { sumBranches } from './judging/sum-branches.ts';

const FLOOR_BYTES = 1_000_000;

export const contextCopyAll: ContextWholeRule = {
  kind: 'whole',
  id: 'context-copy-all',
  title: 'Instructions that take all of the context',
  severity: 'advice',
  floorBytes: FLOOR_BYTES,
  judge: (judged) => {
    const { uses, usesOf, listing } = judged.context;
    const whole = uses.flatMap((use, i) =>
      use.path === '/' && (use.kind === 'copy' || use.kind === 'add') ? [i] : [],
    );
    if (whole.length === 0 || listing.narrowing.kind !== 'everything') return [];
    const isWhole = new Set(whole);
    const { isClaimed } = judged.claims;
    const { paths, bytes, files } = sumBranches(
      judged,
      (i) => isClaimed[i] !== 1 && usesOf[i]!.every((use) => isWhole.has(use)),
    );
    if (bytes < FLOOR_BYTES) return [];
    const use = uses[whole[0]!]!;
    return [
      {
        severity: 'advice',
        message: `\`${use.instruction.name} ${use.written}\` takes all that is not ignored: ${formatFiles(files)} that nothing else names`,
        file: judged.look.read.dockerfilePath,
        line: use.line,
        paths,
        bytes,
        fix:
          use.wholeReason === 'above-the-root'
            ? 'Name the path from the root of the context: what lies above it cannot be reached.'
            : 'Name the folders that this stage needs, each in a COPY: nothing else is sent then, and changes elsewhere do not make the build run again.',
      },
    ];
  },
};
