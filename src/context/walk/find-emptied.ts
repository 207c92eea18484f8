// Files that BuildKit lists and then refuses to open: they arrive empty, without a word (fsutil's filterFS.Open and
// sender.sendFile). Its walk asks the list by the results of parents and its Open by the path alone. The walk can let more
// through only below a folder that some pattern ignores and an exception took back: `d`, `!d/f`, `d`.
import { matchesPattern } from '../ignore/compile-pattern.ts';
import { matchPath } from '../ignore/match-path.ts';
import type { PatternList } from '../ignore/pattern-list.ts';
import type { ContextEntry } from './context-entry.ts';

/** The paths among the entries of a walk, which are in its order, whose content is not sent. */
export function findEmptied(
  entries: readonly ContextEntry[],
  excludes: PatternList | undefined,
): readonly string[] {
  if (excludes?.hasExceptions !== true) return [];
  const ignoring = excludes.patterns.filter(({ isException }) => !isException);
  const suspects = new Set<string>();
  const emptied: string[] = [];
  for (const { path, kind } of entries) {
    const isBelow = suspects.size > 0 && suspects.has(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    if (kind === 'folder') {
      if (isBelow || ignoring.some(({ matcher }) => matchesPattern(matcher, path) === true))
        suspects.add(path);
    } else if (isBelow && kind === 'file' && matchPath(excludes, path, 'any parent').isMatched)
      emptied.push(path);
  }
  return emptied;
}
