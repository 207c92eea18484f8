// Which instructions use each path that is sent: what COPY . takes along is told apart from what an instruction names.
import { hasWildcards } from '../go-rules/match-glob.ts';
import { matchPath } from '../ignore/match-path.ts';
import { compileList, type PatternList } from '../ignore/pattern-list.ts';
import type { ContextEntry } from '../walk/context-entry.ts';

/** What one use of the context asks for. */
export interface UsedPaths {
  /** All of the context: `.`, `/`, a mount without a source. */
  readonly isWhole: boolean;
  /** The paths and patterns that it leads to through links, each with all below it; empty where `isWhole`. */
  readonly paths: readonly string[];
}

interface UsePattern {
  readonly use: number;
  readonly list: PatternList;
}

const NONE: readonly UsePattern[] = [];

/** For each entry the indices of its uses, rising; entries with the same uses share one array. Entries are in the walk's order. */
export function attributeUses(
  entries: readonly ContextEntry[],
  uses: readonly UsedPaths[],
): readonly (readonly number[])[] {
  const whole = uses.flatMap(({ isWhole }, index) => (isWhole ? [index] : []));
  const byPath = new Map<string, number[]>();
  const patterns: UsePattern[] = [];
  for (const [use, { paths }] of uses.entries())
    for (const path of paths)
      if (hasWildcards(path))
        patterns.push({ use, list: compileList([{ pattern: path }], 'patternmatcher') });
      else byPath.set(path, [...(byPath.get(path) ?? []), use]);
  const interned = new Interner();
  // The uses of the folders on the way down: `above[0]` are those of the root.
  const above: (readonly number[])[] = [interned.of(whole)];
  /** Until a folder has uses of its own, all inherit those of the root. */
  let hasOwn = false;
  return entries.map(({ path, kind }) => {
    const depth = hasOwn || kind === 'folder' ? countSlashes(path) : 0;
    const inherited = above[depth] ?? above[0]!;
    const own = byPath.get(path);
    const matched =
      patterns.length === 0
        ? NONE
        : patterns.filter(({ list }) => matchPath(list, path, 'any parent').isMatched);
    const all =
      own === undefined && matched.length === 0
        ? inherited
        : interned.of([...inherited, ...(own ?? []), ...matched.map(({ use }) => use)]);
    if (kind === 'folder') {
      above[depth + 1] = all;
      hasOwn ||= all !== above[0];
    }
    return all;
  });
}

/** One array for equal lists. */
class Interner {
  readonly #lists = new Map<string, readonly number[]>();

  of(numbers: readonly number[]): readonly number[] {
    const list = [...new Set(numbers)].sort((a, b) => a - b);
    const key = list.join(' ');
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    this.#lists.set(key, list);
    return list;
  }
}

function countSlashes(path: string): number {
  let count = 0;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) count++;
  return count;
}
