// From a context as it was read to its findings.
import { compareSeverity } from '../compare-severity.ts';
import type { ContextFinding } from './context-finding.ts';
import type { ContextLook } from './context-look.ts';
import { CONTEXT_PATH_RULES, CONTEXT_WHOLE_RULES } from './context-rules.ts';
import { judgeContextSecrets } from './judge-secrets.ts';
import { claimPaths } from './judging/claim-paths.ts';
import { judgePaths } from './judging/judge-paths.ts';
import { JudgedContext } from './judging/judged-context.ts';
import { limitPaths } from './judging/limit-paths.ts';

/** All findings of a context: the severest first, then those with the most bytes, then in the order of the rules. */
export function judgeContext(look: ContextLook): readonly ContextFinding[] {
  const judged = new JudgedContext(look);
  judged.claims = claimPaths(judged, CONTEXT_PATH_RULES);
  const ofPaths = CONTEXT_PATH_RULES.flatMap(
    (rule, i) => judgePaths(judged, rule, judged.claims.byRule[i]!) ?? [],
  );
  const ofWhole = CONTEXT_WHOLE_RULES.flatMap((rule) =>
    rule.judge(judged).map(
      ({ paths, fate, ...verdict }): ContextFinding => ({
        kind: 'context-finding',
        rule: rule.id,
        ...verdict,
        ...limitPaths(paths),
        fate: fate ?? null,
        secret: null,
      }),
    ),
  );
  return [...judgeContextSecrets(judged), ...ofPaths, ...ofWhole].toSorted(
    (a, b) => compareSeverity(a.severity, b.severity) || b.bytes - a.bytes,
  );
}
