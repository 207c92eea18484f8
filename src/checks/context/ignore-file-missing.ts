// No ignore file where everything is sent.
import type { ContextWholeRule } from './context-rule.ts';
import { formatFiles, formatSize } from './judging/format-size.ts';
import { sumBranches } from './judging/sum-branches.ts';

const FLOOR_BYTES = 1_000_000;

export const ignoreFileMissing: ContextWholeRule = {
  kind: 'whole',
  id: 'ignore-file-missing',
  title: 'No ignore file where everything is sent',
  severity: 'warning',
  floorBytes: FLOOR_BYTES,
  judge: (judged) => {
    const { listing, uses } = judged.context;
    if (listing.ignoreFile !== undefined || listing.narrowing.kind !== 'everything') return [];
    const { isClaimed } = judged.claims;
    const { paths, bytes, files } = sumBranches(judged, (i) => isClaimed[i] === 1);
    const whole = uses.find(({ path }) => path === '/');
    return [
      {
        severity: bytes >= FLOOR_BYTES ? 'warning' : 'advice',
        message:
          files === 0
            ? 'there is no ignore file: whatever lies in the folder when it is built is sent'
            : `there is no ignore file: ${formatFiles(files)}, ${formatSize(bytes)} are sent without need`,
        file: judged.look.read.dockerfilePath,
        line: whole?.line ?? null,
        paths,
        bytes: 0,
        fix: 'Write a .dockerignore, in the root of the context.',
      },
    ];
  },
};
