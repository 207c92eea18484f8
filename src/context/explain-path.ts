// Why a path is sent or is not: the lists are asked again for each folder on the way down to it, as the walk did.
import {
  matchPath,
  matchUsingParentResults,
  type ParentResults,
  unpackVerdict,
} from './ignore/match-path.ts';
import type { Pattern, PatternList } from './ignore/pattern-list.ts';
import { decideIncludePruning, decidePruning } from './ignore/prune-folder.ts';
import type { ContextFilter } from './list-context.ts';

/** The answer for one path; whether anything is there is for the caller to look up. */
export type PathExplanation =
  /** `reincludedBy` is the exception that took it back from an earlier pattern. */
  | {
      readonly kind: 'sent';
      readonly reincludedBy: Pattern | undefined;
      readonly includedBy: Pattern | undefined;
    }
  /** `at` is the path itself, or the folder above it that is not entered. */
  | { readonly kind: 'ignored'; readonly by: Pattern; readonly at: string }
  /** No instruction uses it. */
  | { readonly kind: 'unused'; readonly at: string };

/** Explains what happens to a path of the context. */
export function explainPath({ rules, excludes, includes }: ContextFilter, path: string): PathExplanation {
  const excludeWalk = excludes === undefined ? undefined : new ListWalk(excludes);
  const includeWalk = includes === undefined ? undefined : new ListWalk(includes);
  const isPruned = excludes === undefined ? () => false : decidePruning(excludes, rules.pruning);
  const isIncludePruned = includes === undefined ? () => false : decideIncludePruning(includes);
  let answer: PathExplanation = { kind: 'sent', reincludedBy: undefined, includedBy: undefined };
  for (const at of pathsTo(path)) {
    const isLast = at === path;
    const included = includeWalk?.ask(at);
    if (included !== undefined && !included.isMatched && (isLast || isIncludePruned(at)))
      return { kind: 'unused', at };
    const excluded =
      excludes === undefined || rules.matching === 'parent results'
        ? excludeWalk?.ask(at)
        : matchPath(excludes, at, rules.matching);
    if (excluded?.isMatched === true && (isLast || isPruned(at)))
      return { kind: 'ignored', by: excludes!.patterns[excluded.decidedBy]!, at };
    answer = {
      kind: 'sent',
      reincludedBy: excludes?.patterns[excluded?.decidedBy ?? -1],
      includedBy: includes?.patterns[included?.decidedBy ?? -1],
    };
  }
  return answer;
}

/** Asks one list on the way down. */
class ListWalk {
  readonly #list: PatternList;
  #parent: ParentResults | undefined;

  constructor(list: PatternList) {
    this.#list = list;
  }

  ask(path: string): { readonly isMatched: boolean; readonly decidedBy: number } {
    const results = new Uint8Array(this.#list.patterns.length);
    const verdict = unpackVerdict(matchUsingParentResults(this.#list, path, this.#parent, results));
    this.#parent = results;
    return verdict;
  }
}

function pathsTo(path: string): readonly string[] {
  const names = path.split('/');
  return names.map((_, i) => names.slice(0, i + 1).join('/'));
}
