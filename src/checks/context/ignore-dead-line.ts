// Lines of the ignore file that can never decide anything.
import { type DeadPattern, findDeadPatterns } from '../../context/ignore/find-dead-patterns.ts';
import type { ContextWholeRule } from './context-rule.ts';
import type { JudgedContext } from './judging/judged-context.ts';
import { writtenLine } from './judging/tell-pattern.ts';

export const ignoreDeadLine: ContextWholeRule = {
  kind: 'whole',
  id: 'ignore-dead-line',
  title: 'Lines of the ignore file that decide nothing',
  severity: 'advice',
  floorBytes: 0,
  judge: (judged) => {
    const { excludes } = judged.context.listing.filter;
    if (excludes === undefined) return [];
    return findDeadPatterns(excludes)
      .filter(({ pattern }) => pattern.line > 0)
      .map((dead) => ({
        severity: 'advice',
        message: `\`${writtenLine(judged, dead.pattern)}\` ${tell(judged, dead)}`,
        file: judged.ignorePath,
        line: dead.pattern.line,
        paths: [],
        bytes: 0,
        fix:
          dead.reason.kind === 'impossible'
            ? 'Write the path from the root of the context, or take the line out.'
            : 'Take the line out.',
      }));
  },
};

function tell(judged: JudgedContext, { reason }: DeadPattern): string {
  switch (reason.kind) {
    case 'covered':
      return `decides nothing: line ${reason.by.line} (\`${writtenLine(judged, reason.by)}\`) takes all of it already`;
    case 'undone':
      return `decides nothing: line ${reason.by.line} takes all of it back`;
    case 'nothing-to-except':
      return 'takes nothing back: no line before it ignores it';
    case 'impossible':
      return 'matches nothing: paths are seen from the root of the context';
  }
}
