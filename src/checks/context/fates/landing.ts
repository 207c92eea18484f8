// Where in its stage a file lands that COPY or ADD takes, and whether a later COPY --from takes it on from there.
import { posix } from 'node:path';
import { cleanPath } from '../../../context/go-rules/clean-path.ts';
import { hasWildcards, matchGlob } from '../../../context/go-rules/match-glob.ts';
import { matchPath } from '../../../context/ignore/match-path.ts';
import { compileList } from '../../../context/ignore/pattern-list.ts';
import type { EvaluatedStep } from '../../../dockerfile/evaluation/evaluate-step.ts';
import type { CopyInstruction } from '../../../dockerfile/stages/checked-instruction.ts';

/** Where the path lands in the stage by this step, absolute; undefined where the step does not take it. */
export function landPath(
  step: EvaluatedStep,
  copy: CopyInstruction,
  source: string,
  path: string,
): string | undefined {
  const rest = restBelow(cleanPath(`/${source}`), `/${path}`);
  if (rest === undefined || isExcluded(copy.excludes, rest === '' ? posix.basename(path) : rest))
    return undefined;
  const { destination } = copy;
  // Where the base image decides, the root is as likely as any.
  const into = posix.resolve('/', step.workingDirectory ?? '/', destination);
  if (copy.hasParents) return posix.join(into, path);
  if (rest !== '') return posix.join(into, rest);
  const isFolder = /(?:^|\/)\.{0,2}$/.test(destination) || copy.sources.length > 1 || hasWildcards(source);
  return isFolder ? posix.join(into, posix.basename(path)) : into;
}

/** What is left of the path below a source; empty for the source itself, undefined outside of it. */
function restBelow(source: string, path: string): string | undefined {
  if (source === '/') return path.slice(1);
  if (!hasWildcards(source))
    return path === source ? '' : path.startsWith(`${source}/`) ? path.slice(source.length + 1) : undefined;
  const depth = source.split('/').length;
  const names = path.split('/');
  if (names.length < depth || matchGlob(source, names.slice(0, depth).join('/')) !== true) return undefined;
  return names.slice(depth).join('/');
}

function isExcluded(excludes: readonly string[], path: string): boolean {
  if (excludes.length === 0) return false;
  try {
    const list = compileList(
      excludes.map((pattern) => ({ pattern })),
      'patternmatcher',
    );
    return matchPath(list, path, 'any parent').isMatched;
  } catch {
    return false;
  }
}
