// Which instructions pull a path into the transfer: each use alone is narrowed as BuildKit narrows all of them together.
import type { ContextTransfer, ContextUse } from '../dockerfile/evaluation/context-use.ts';
import { followLinks } from './follow-links/follow-links.ts';
import type { ContextSources } from './follow-links/narrow-context.ts';
import { matchPath } from './ignore/match-path.ts';
import { compileList, type PatternList } from './ignore/pattern-list.ts';

/** What a transfer of the Dockerfile asks of the walk. */
export function sourcesOfTransfer({ isSent, followPaths }: ContextTransfer): ContextSources {
  return isSent ? (followPaths ?? 'everything') : [];
}

/** A use of the context, and what the walk would be limited to if it were the only one; undefined for everything. */
interface NarrowedUse {
  readonly use: ContextUse;
  readonly includes: PatternList | undefined;
}

/** Answers for paths of one context, whose links are followed once. */
export class UseFinder {
  readonly #uses: readonly NarrowedUse[];

  /** `folder` is the context's real path. */
  constructor(folder: string, uses: readonly ContextUse[]) {
    this.#uses = uses.map((use) => {
      const includes = followLinks(folder, [use.path]);
      const sources = includes?.map((pattern) => ({ pattern }));
      return { use, includes: sources && compileList(sources, 'patternmatcher') };
    });
  }

  /** The uses that need the path, or a folder around it; uses of everything among them. */
  find(path: string): readonly ContextUse[] {
    return this.#uses
      .filter(({ includes }) => includes === undefined || matchPath(includes, path, 'any parent').isMatched)
      .map(({ use }) => use);
  }
}
