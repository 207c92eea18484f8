// Takes out of the findings about a context what plimsoll.yaml accepts, and says whether the rest passes.
import type { ContextFinding } from '../../checks/context/context-finding.ts';
import type { Severity } from '../../checks/finding.ts';
import type { ContextVerdictReport, IgnoredContextFinding } from '../../report/context-report.ts';
import type { FailOn } from '../../report/image-report.ts';
import { reaches } from '../../report/judgements/reaches.ts';
import { createPathGlob, matchesWildcard } from '../settings/match-glob.ts';
import type { IgnoreSetting } from '../settings/settings.ts';

/** What is left, and what was taken out. */
export interface AcceptedFindings {
  readonly findings: readonly ContextFinding[];
  readonly ignored: readonly IgnoredContextFinding[];
}

/** Applies settings that are in force; what took something is added to `used`. */
export function acceptFindings(
  findings: readonly ContextFinding[],
  ignores: readonly IgnoreSetting[],
  used: Set<IgnoreSetting>,
): AcceptedFindings {
  const ignored: IgnoredContextFinding[] = [];
  const kept: ContextFinding[] = [];
  for (const finding of findings) {
    let left: ContextFinding | undefined = finding;
    for (const setting of ignores) {
      if (left === undefined || !matchesWildcard(setting.rule, finding.rule)) continue;
      const { taken, rest } = divide(left, setting);
      if (taken === undefined) continue;
      used.add(setting);
      ignored.push({ finding: taken, reason: setting.reason, until: setting.until });
      left = rest;
    }
    if (left !== undefined) kept.push(left);
  }
  return { findings: kept, ignored };
}

/** Whether findings of this severity make the run fail. */
export function reachContextVerdict(
  findings: readonly { readonly severity: Severity }[],
  failOn: FailOn,
): ContextVerdictReport {
  const failingCount = findings.filter(({ severity }) => reaches(severity, failOn)).length;
  return { passes: failingCount === 0, failOn, failingCount };
}

function divide(
  finding: ContextFinding,
  { path }: IgnoreSetting,
): { readonly taken: ContextFinding | undefined; readonly rest: ContextFinding | undefined } {
  if (path === null) return { taken: finding, rest: undefined };
  // What a finding does not name cannot be told apart.
  if (finding.paths.length !== finding.pathCount) return { taken: undefined, rest: finding };
  const fits = createPathGlob(path);
  const taken = finding.paths.filter((each) => fits(each.path));
  if (taken.length === 0) return { taken: undefined, rest: finding };
  if (taken.length === finding.pathCount) return { taken: finding, rest: undefined };
  const part = (paths: ContextFinding['paths']): ContextFinding => ({
    ...finding,
    paths,
    pathCount: paths.length,
    bytes: finding.bytes === 0 ? 0 : paths.reduce((sum, each) => sum + each.bytes, 0),
  });
  return { taken: part(taken), rest: part(finding.paths.filter((each) => !fits(each.path))) };
}
