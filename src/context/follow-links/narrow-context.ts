// From the sources that a Dockerfile's instructions name to what the walk is limited to (BuildKit's normalizeContextPaths,
// llb.FollowPaths and fsutil's NewFilterFS).
import { joinPaths } from '../go-rules/clean-path.ts';
import { comparePaths } from '../path-text.ts';
import { followLinks } from './follow-links.ts';

/** The paths of a context that instructions use, as written; or all of it, where that is asked for. */
export type ContextSources = readonly string[] | 'everything';

/** What the transfer is limited to. */
export type Narrowing =
  | { readonly kind: 'everything' }
  /** No instruction uses the context: it is not sent at all. */
  | { readonly kind: 'nothing' }
  /** `paths` are the sources, cleaned; `includes` what they lead to through links, which limits the walk. */
  | { readonly kind: 'paths'; readonly paths: readonly string[]; readonly includes: readonly string[] };

/** Limits a transfer to sources of instructions; links are read from the folder. */
export function narrowContext(folder: string, sources: ContextSources): Narrowing {
  if (sources === 'everything') return { kind: 'everything' };
  const paths = new Set(sources.map((source) => joinPaths('/', source).slice(1)));
  if (paths.size === 0) return { kind: 'nothing' };
  if (paths.has('')) return { kind: 'everything' };
  const sorted = [...paths].sort(comparePaths);
  const includes = followLinks(folder, sorted);
  return includes === undefined ? { kind: 'everything' } : { kind: 'paths', paths: sorted, includes };
}
