// How each use of a context reaches a path: through which folder or file that an instruction names. A path whose anchor lies
// above it is swept in with a broad folder; one whose anchor is itself, or a folder of its own kind, is named.
import type { ContextUse } from '../../dockerfile/evaluation/context-use.ts';
import { followLinks } from '../follow-links/follow-links.ts';
import { hasWildcards } from '../go-rules/match-glob.ts';
import { matchPath } from '../ignore/match-path.ts';
import { compileList, type PatternList } from '../ignore/pattern-list.ts';
import type { ContextEntry } from '../walk/context-entry.ts';
import { isWithin, parentOf } from './context-tree.ts';

/** What one use leads to. */
type Anchor =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'pattern'; readonly list: PatternList; readonly isBroad: boolean; readonly path: string }
  /** A variable in the source has no value here: whatever lies below may be what it names. */
  | { readonly kind: 'unknown'; readonly below: string };

/** Asks the uses of one build. */
export class UseAnchors {
  readonly #anchors: readonly (readonly Anchor[])[];

  /** `folder` is the context's real path. */
  constructor(folder: string, uses: readonly ContextUse[]) {
    this.#anchors = uses.map((use) => findAnchors(folder, use));
  }

  /** The indices of the uses that take a path, each with its anchor: '' for the whole context. */
  of(path: string): readonly { readonly use: number; readonly anchor: string }[] {
    return this.#anchors.flatMap((anchors, use) => {
      const reached = anchors.map((anchor) => reach(anchor, path)).filter((anchor) => anchor !== undefined);
      // The nearest one: what names a path counts more than what sweeps it in.
      return reached.length === 0 ? [] : [{ use, anchor: reached.sort((a, b) => b.length - a.length)[0]! }];
    });
  }

  /** What is named at a path or below it; `below` are the entries there, the path's own first. */
  namedWithin(
    path: string,
    below: readonly ContextEntry[],
  ): readonly { readonly use: number; readonly path: string; readonly isExact: boolean }[] {
    return this.#anchors.flatMap((anchors, use) =>
      anchors.flatMap((anchor) => {
        const found = findWithin(anchor, path, below);
        return found === undefined ? [] : [{ use, path: found, isExact: anchor.kind === 'path' }];
      }),
    );
  }

  /** What instructions lead to, as paths or as patterns of `COPY`; '' for the whole context. */
  paths(): readonly { readonly path: string; readonly isPattern: boolean }[] {
    return this.#anchors
      .flat()
      .map((anchor) =>
        anchor.kind === 'unknown'
          ? { path: anchor.below, isPattern: false }
          : { path: anchor.path, isPattern: anchor.kind === 'pattern' },
      );
  }
}

function findAnchors(folder: string, use: ContextUse): readonly Anchor[] {
  if (use.unset.length > 0) {
    const dollar = use.written.indexOf('$');
    const known = use.written.slice(0, Math.max(0, dollar)).replace(/^(?:\.?\/)+/, '');
    return [{ kind: 'unknown', below: /["'\\*?[]|\.\./.test(known) ? '' : parentOf(known) }];
  }
  if (use.path === '/') return [{ kind: 'path', path: '' }];
  const paths = followLinks(folder, [use.path.slice(1)]);
  if (paths === undefined) return [{ kind: 'path', path: '' }];
  return paths.map((path) => {
    if (!hasWildcards(path)) return { kind: 'path', path: withoutEscapes(path) };
    const last = path.slice(path.lastIndexOf('/') + 1);
    const list = compileList([{ pattern: path }], 'patternmatcher');
    return { kind: 'pattern', list, isBroad: /^[*?.]+$/.test(last), path };
  });
}

function findWithin(anchor: Anchor, path: string, below: readonly ContextEntry[]): string | undefined {
  switch (anchor.kind) {
    case 'path':
      return isWithin(anchor.path, path) ? anchor.path : undefined;
    case 'unknown':
      return isWithin(path, anchor.below) || isWithin(anchor.below, path) ? path : undefined;
    case 'pattern':
      for (const entry of below) {
        if (!anchor.path.includes('**') && countNames(entry.path) !== countNames(anchor.path)) continue;
        const found = reach(anchor, entry.path);
        if (found !== undefined && isWithin(found, path)) return found;
      }
      return undefined;
  }
}

function countNames(path: string): number {
  return path.split('/').length;
}

function reach(anchor: Anchor, path: string): string | undefined {
  switch (anchor.kind) {
    case 'path':
      return isWithin(path, anchor.path) ? anchor.path : undefined;
    case 'unknown':
      return isWithin(path, anchor.below) ? path : undefined;
    case 'pattern': {
      if (!matchPath(anchor.list, path, 'any parent').isMatched) return undefined;
      const names = path.split('/');
      const first = names
        .map((_, i) => names.slice(0, i + 1).join('/'))
        .find((prefix) => matchPath(anchor.list, prefix, 'any parent').isMatched)!;
      return anchor.isBroad ? parentOf(first) : first;
    }
  }
}

/** What a pattern without wildcards stands for. */
function withoutEscapes(path: string): string {
  return path.replace(/\\(.)/gs, '$1');
}
