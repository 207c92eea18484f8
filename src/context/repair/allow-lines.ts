// The strict form of an ignore file: `*`, then what the builds use.
import { matchPath } from '../ignore/match-path.ts';
import { compileList } from '../ignore/pattern-list.ts';
import { outermost } from './choose-lines.ts';
import { type ContextTree, isWithin, parentOf } from './context-tree.ts';
import type { AnchoredBuild } from './repaired-build.ts';
import { writeException, writePattern } from './write-pattern.ts';

/** What the strict form is made for. */
export interface AllowRequest {
  readonly tree: ContextTree;
  readonly builds: readonly AnchoredBuild[];
  /** Whether anything at a path or below it is sent now. */
  readonly isSent: (path: string) => boolean;
  /** Whether a line for what is given up takes all of a path. */
  readonly isGivenUp: (path: string) => boolean;
  /** The ignore file itself, which is only sent to be read. */
  readonly ownPath: string | undefined;
}

/** The lines, `*` first. Paths that are not there are allowed too: the build may wait for them. */
export function allowLines(request: AllowRequest): readonly string[] {
  const used = new Set(request.builds.flatMap((build) => [...usedPaths(build, request)]));
  const writable = new Set([...used].map((path) => nearestPlain(path)));
  const paths = outermost([...writable]).toSorted();
  return ['*', ...paths.map((path) => writeException(path) ?? `!${writePattern(path) ?? path}`)];
}

function* usedPaths(
  { anchors }: AnchoredBuild,
  { tree, isSent, isGivenUp, ownPath }: AllowRequest,
): Iterable<string> {
  const isWanted = (path: string): boolean => path !== ownPath && isSent(path) && !isGivenUp(path);
  for (const { path, isPattern } of anchors.paths()) {
    if (isPattern) yield* matchesOf(path, tree).filter(isWanted);
    else if (path === '') yield* tree.namesIn('').filter(isWanted);
    else if (tree.at(path) === undefined || isSent(path)) yield path;
  }
}

/** The topmost paths that a pattern of COPY takes. */
function matchesOf(pattern: string, tree: ContextTree): readonly string[] {
  const list = compileList([{ pattern }], 'patternmatcher');
  const found: string[] = [];
  for (const { path } of tree.entries) {
    const last = found.at(-1);
    if (last !== undefined && isWithin(path, last)) continue;
    if (matchPath(list, path, 'any parent').isMatched) found.push(path);
  }
  return found;
}

/** The path, or the folder above it that an exception can be written for; at the root the path itself in any case. */
function nearestPlain(path: string): string {
  for (let at = path; at !== ''; at = parentOf(at)) if (writeException(at) !== undefined) return at;
  return path;
}
