// Takes out of a judgement what plimsoll.yaml accepts. An entry with a path takes those files out of a finding and leaves
// the rest; the sums are made anew, so that what is ignored counts as needed.
import type { Finding, FindingPath } from '../../checks/finding.ts';
import { byWeight, type Judgement } from '../../checks/judging/judge-image.ts';
import { isBallast, sumBytes } from '../../checks/judging/sum-bytes.ts';
import type { Rule } from '../../checks/rule.ts';
import type { IgnoredFinding } from '../../report/image-report.ts';
import { createPathGlob, matchesWildcard } from '../settings/match-glob.ts';
import type { IgnoreSetting } from '../settings/settings.ts';

/** The judgement without what is ignored, and what that is. */
export interface IgnoreOutcome {
  readonly judgement: Judgement;
  readonly ignored: readonly IgnoredFinding[];
  /** The settings that took anything. */
  readonly used: readonly IgnoreSetting[];
}

/** Whether any of the settings looks at paths, for which findings must name all of theirs. */
export function needsAllPaths(ignores: readonly IgnoreSetting[]): boolean {
  return ignores.some(({ path }) => path !== null);
}

/** Applies settings that are in force, the first that fits a file; findings must name all paths where `needsAllPaths`. */
export function applyIgnores(
  judgement: Judgement,
  rules: readonly Rule[],
  ignores: readonly IgnoreSetting[],
): IgnoreOutcome {
  const used = new Set<IgnoreSetting>();
  const ignored: IgnoredFinding[] = [];
  const kept: Finding[] = [];
  const compiled = ignores.map((setting) => ({
    setting,
    fitsPath: setting.path === null ? undefined : createPathGlob(setting.path),
  }));
  for (const finding of judgement.findings) {
    let left: Finding | undefined = finding;
    for (const { setting, fitsPath } of compiled) {
      if (left === undefined || !matchesWildcard(setting.rule, finding.rule)) continue;
      const { taken, rest } = divide(left, fitsPath);
      if (taken === undefined) continue;
      used.add(setting);
      ignored.push({ finding: taken, reason: setting.reason, until: setting.until });
      left = rest;
    }
    if (left !== undefined) kept.push(left);
  }
  if (ignored.length === 0) return { judgement, ignored, used: [] };
  const findings = lowerSmallOnes(kept, rules).toSorted(byWeight);
  return { judgement: { findings, ...sumBytes(judgement.layers, findings) }, ignored, used: [...used] };
}

function divide(
  finding: Finding,
  fitsPath: ((path: string) => boolean) | undefined,
): { readonly taken: Finding | undefined; readonly rest: Finding | undefined } {
  if (fitsPath === undefined) return { taken: finding, rest: undefined };
  // What a finding does not name cannot be told apart.
  if (finding.paths.length !== finding.fileCount) return { taken: undefined, rest: finding };
  const taken = finding.paths.filter(({ path }) => fitsPath(path));
  if (taken.length === 0) return { taken: undefined, rest: finding };
  if (taken.length === finding.fileCount) return { taken: finding, rest: undefined };
  const rest = finding.paths.filter(({ path }) => !fitsPath(path));
  return { taken: takePart(finding, taken), rest: takePart(finding, rest) };
}

/** The finding about some of its files only; what they ship is estimated by their share of the bytes. */
function takePart(finding: Finding, paths: readonly FindingPath[]): Finding {
  const bytes = paths.reduce((sum, file) => sum + file.bytes, 0);
  return {
    ...finding,
    paths,
    fileCount: paths.length,
    folder: findCommonFolder(paths.map(({ path }) => path)),
    bytes,
    shippedBytes: Math.round(finding.shippedBytes * (finding.bytes === 0 ? 0 : bytes / finding.bytes)),
  };
}

function findCommonFolder(paths: readonly string[]): string {
  let common = paths[0]!.split('/').slice(0, -1);
  for (const path of paths) {
    const segments = path.split('/');
    const differs = common.findIndex((segment, i) => i >= segments.length - 1 || segment !== segments[i]);
    if (differs >= 0) common = common.slice(0, differs);
  }
  return common.join('/');
}

/** What is left of a rule may be too little to warn about, as the rule's floor says. */
function lowerSmallOnes(findings: readonly Finding[], rules: readonly Rule[]): readonly Finding[] {
  const floors = new Map(rules.map(({ id, floorBytes }) => [id, floorBytes]));
  const keyOf = ({ rule, origin }: Finding): string => `${rule} ${origin}`;
  const sums = new Map<string, number>();
  for (const finding of findings) sums.set(keyOf(finding), (sums.get(keyOf(finding)) ?? 0) + finding.bytes);
  return findings.map((finding) =>
    isBallast(finding) && sums.get(keyOf(finding))! < (floors.get(finding.rule) ?? 0)
      ? { ...finding, severity: 'advice' }
      : finding,
  );
}
