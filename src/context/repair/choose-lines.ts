// From what may be ignored to lines: one for all folders where that is safe, else the paths themselves.
import { matchGlob } from '../go-rules/match-glob.ts';
import { type ContextTree, isWithin, nameOf } from './context-tree.ts';
import type { Candidate } from './find-candidates.ts';
import type { GivenUpCandidate } from './judge-candidates.ts';
import type { AnchoredBuild } from './repaired-build.ts';
import type { RepairKind } from './rules/repair-rule.ts';
import { writeException, writePattern } from './write-pattern.ts';

/** A line to be added, and why. */
export interface AddedLine {
  readonly text: string;
  readonly kind: RepairKind | 'allowed';
}

/** In this order they stand in the file. */
const KINDS: readonly RepairKind[] = [
  'version-control',
  'dependencies',
  'build-output',
  'cache',
  'log',
  'dropping',
  'secret',
];

/** The lines for all that is given up, those of one kind together. */
export function chooseLines(
  givenUp: readonly GivenUpCandidate[],
  tree: ContextTree,
  builds: readonly AnchoredBuild[],
): readonly AddedLine[] {
  const byPattern = new Map<string, GivenUpCandidate[]>();
  const sorted = givenUp.toSorted(
    (a, b) => KINDS.indexOf(a.candidate.kind) - KINDS.indexOf(b.candidate.kind),
  );
  for (const each of sorted) {
    const { pattern, kind } = each.candidate;
    const key = `${kind} ${pattern}`;
    byPattern.set(key, [...(byPattern.get(key) ?? []), each]);
  }
  const given = givenUp.map(({ candidate }) => candidate);
  return [...byPattern.values()].flatMap((group) => {
    const lines = chooseForGroup(group, given, tree, builds);
    const exceptions = group.flatMap(({ namedPaths }) => outermost(namedPaths).map(writeException));
    const { kind } = group[0]!.candidate;
    return [...lines, ...exceptions.filter((line) => line !== undefined)].map((text) => ({ text, kind }));
  });
}

function chooseForGroup(
  group: readonly GivenUpCandidate[],
  given: readonly Candidate[],
  tree: ContextTree,
  builds: readonly AnchoredBuild[],
): readonly string[] {
  const { pattern, rule } = group[0]!.candidate;
  const isShared = rule !== undefined && (rule.spreads || group.length > 1);
  if (isShared && takesNothingElse(pattern, given, tree, builds)) return [`**/${writeShared(pattern)}`];
  return group.map(({ candidate }) => writePattern(candidate.path)!);
}

/** Patterns of rules hold `*` on purpose; names of folders that stand in for it do not. */
function writeShared(pattern: string): string {
  return pattern
    .split('*')
    .map((part) => (part === '' ? '' : (writePattern(part) ?? part)))
    .join('*');
}

/** Whether nothing that a build uses would go with a line for all folders, beside what is given up. */
function takesNothingElse(
  pattern: string,
  given: readonly Candidate[],
  tree: ContextTree,
  builds: readonly AnchoredBuild[],
): boolean {
  const paths = new Set(given.map(({ path }) => path));
  const glob = pattern.slice(pattern.lastIndexOf('/') + 1);
  const depth = pattern.split('/').length;
  let inside: string | undefined;
  for (const { path } of tree.entries) {
    if (inside !== undefined && isWithin(path, inside)) continue;
    inside = undefined;
    if (paths.has(path)) {
      inside = path;
      continue;
    }
    if (!glob.includes('*') && nameOf(path) !== glob) continue;
    const end = path.split('/').slice(-depth).join('/');
    if (matchGlob(writeShared(pattern), end) !== true) continue;
    const isUsed = builds.some(
      ({ anchors }) => anchors.of(path).length > 0 || anchors.namedWithin(path, tree.within(path)).length > 0,
    );
    if (isUsed) return false;
  }
  return true;
}

/** Paths that lie below none of the others. */
export function outermost(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !paths.some((other) => other !== path && isWithin(path, other)));
}
