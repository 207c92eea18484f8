// Which folders that are ignored themselves a walk still enters, because an exception may take something in them. It is more
// than speed: what is in a folder that is not entered is not sent, whatever an exception says.
import type { PatternList } from './pattern-list.ts';

/** A builder's way to decide. */
export type PruningRule =
  /** BuildKit (fsutil's filterFS): all of them as soon as one exception has a wildcard, else those that begin an exception. */
  | 'no wildcards'
  /** The classic builder (moby's archive): those that begin an exception, and a wildcard is a letter. */
  | 'literal'
  /** Podman and buildah (copier): likewise, but the last name need only begin as the exception's does. */
  | 'literal start'
  /** Kaniko: every folder is entered. */
  | 'never';

const SPECIAL = /[*[\]?^\\]/;

/** The answer for each folder of a walk under one list. */
export function decidePruning(list: PatternList, rule: PruningRule): (folder: string) => boolean {
  if (rule === 'never') return () => false;
  if (!list.hasExceptions) return () => true;
  const exceptions = list.patterns.filter(({ isException }) => isException).map(({ cleaned }) => cleaned);
  if (rule === 'no wildcards') {
    const bare = exceptions.map(withoutTrailingGlob);
    if (bare.some((path) => SPECIAL.test(path))) return () => false;
    return prunesOutside(bare.map((path) => `${path}/`));
  }
  if (rule === 'literal') return prunesOutside(exceptions.map((path) => `${path}/`));
  const trimmed = exceptions.map((path) => `${trimSlashes(path)}/`);
  return (folder) => !trimmed.some((path) => path.startsWith(folder));
}

/** Whether a walk that only wants what a list includes may pass over folders that no pattern of it can lie in. */
export function decideIncludePruning(list: PatternList): (folder: string) => boolean {
  const wanted = list.patterns
    .filter(({ isException }) => !isException)
    .map(({ cleaned }) => withoutTrailingGlob(cleaned));
  if (wanted.some((path) => SPECIAL.test(path))) return () => false;
  return prunesOutside(wanted.map((path) => `${path}/`));
}

function prunesOutside(prefixes: readonly string[]): (folder: string) => boolean {
  return (folder) => !prefixes.some((path) => path.startsWith(`${folder}/`));
}

/** fsutil's patternWithoutTrailingGlob: both endings, in this order. */
function withoutTrailingGlob(path: string): string {
  const once = path.endsWith('/**') ? path.slice(0, -3) : path;
  return once.endsWith('/*') ? once.slice(0, -2) : once;
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+/, '').replace(/(?<!\/)\/+$/, '');
}
