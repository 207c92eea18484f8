// Whether the builds can do without a path that a rule takes. What an instruction names is never given up; what it sweeps in is,
// where the rule's conditions hold for each stage that sweeps.
import type { ContextUse } from '../../dockerfile/evaluation/context-use.ts';
import { type ContextTree, isWithin, nameOf } from './context-tree.ts';
import type { Candidate } from './find-candidates.ts';
import type { AnchoredBuild } from './repaired-build.ts';
import type { StageCommands } from './stage-commands.ts';
import { writeException, writePattern } from './write-pattern.ts';

/** Why a candidate stays. */
export type KeptReason =
  /** An instruction names it, or something in it that no exception can be written for. */
  | 'named'
  /** An exception of the ignore file names it. */
  | 'exception'
  /** Nothing in the stage that takes it makes it. */
  | 'not-made'
  /** A command of the build reads it. */
  | 'read'
  /** No line of an ignore file can hold its name. */
  | 'unwritable';

/** A candidate that stays. */
export interface KeptCandidate {
  readonly candidate: Candidate;
  readonly reason: KeptReason;
  readonly build: AnchoredBuild | undefined;
  readonly use: ContextUse | undefined;
}

/** A candidate that may be ignored. */
export interface GivenUpCandidate {
  readonly candidate: Candidate;
  /** What instructions name in it: these stay. */
  readonly namedPaths: readonly string[];
}

/** A build with the commands of its Dockerfile. */
export interface JudgedBuild {
  readonly anchored: AnchoredBuild;
  readonly commands: StageCommands;
}

/** Judges one candidate; `exceptions` are the paths that the ignore file re-includes by name. */
export function judgeCandidate(
  candidate: Candidate,
  tree: ContextTree,
  builds: readonly JudgedBuild[],
  exceptions: readonly string[],
): KeptCandidate | GivenUpCandidate {
  const keep = (reason: KeptReason, build?: AnchoredBuild, use?: ContextUse): KeptCandidate => ({
    candidate,
    reason,
    build,
    use,
  });
  const { path, rule } = candidate;
  if (writePattern(path) === undefined) return keep('unwritable');
  if (candidate.kind !== 'secret' && exceptions.some((exception) => isWithin(exception, path)))
    return keep('exception');
  const below = tree.within(path);
  const namedPaths = new Set<string>();
  for (const { anchored, commands } of builds) {
    for (const named of anchored.anchors.namedWithin(path, below)) {
      const isPart = named.isExact && named.path !== path && writeException(named.path) !== undefined;
      if (!isPart) return keep('named', anchored, anchored.uses[named.use]);
      namedPaths.add(named.path);
    }
    for (const { use: index } of anchored.anchors.of(path)) {
      const use = anchored.uses[index]!;
      const { madeBy, readBy } = rule ?? {};
      if (readBy !== undefined && commands.runs(use.stageIndex, readBy)) return keep('read', anchored, use);
      const isMade =
        madeBy === undefined ||
        commands.runs(use.stageIndex, madeBy) ||
        commands.brings(use.stageIndex, nameOf(path));
      if (!isMade) return keep('not-made', anchored, use);
    }
  }
  return { candidate, namedPaths: [...namedPaths].sort() };
}
