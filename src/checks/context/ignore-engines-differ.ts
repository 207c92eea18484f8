// A list that means different things to different builders.
import type { ContextVerdict, ContextWholeRule } from './context-rule.ts';
import { formatFiles } from './judging/format-size.ts';

export const ignoreEnginesDiffer: ContextWholeRule = {
  kind: 'whole',
  id: 'ignore-engines-differ',
  title: 'An ignore file that means different things to different builders',
  severity: 'warning',
  floorBytes: 0,
  judge: (judged) =>
    judged.look.engineDifferences.map(({ engine, alsoSent, notSent, failure }): ContextVerdict => {
      const paths = [...alsoSent, ...notSent].map(({ path, bytes }) => ({ path, bytes, files: 1 }));
      const parts = [
        ...(alsoSent.length > 0 ? [`sends ${formatFiles(alsoSent.length)} more`] : []),
        ...(notSent.length > 0 ? [`keeps ${formatFiles(notSent.length)} more back`] : []),
      ];
      return {
        severity: 'warning',
        message:
          failure === undefined
            ? `${engine} reads the list differently: it ${parts.join(' and ')}`
            : `${engine} ends the build at this list: ${failure}`,
        file: judged.ignorePath,
        line: null,
        paths,
        bytes: alsoSent.reduce((sum, { bytes }) => sum + bytes, 0),
        fix: 'Write lines that all builders read alike: whole names (`**/name`), no `+ ( ) { } | ^ $` in patterns, and after a line that ignores a path no `!` line for a folder above it.',
      };
    }),
};
