// What the same folder and ignore file mean to other builders: only the list is compared, not what instructions use. Lists of
// plain lines mean the same to all, so that most folders are walked once only.
import { lstatSync } from 'node:fs';
import { PlimsollError } from '../../errors.ts';
import { type Engine, engineRules } from '../engines/engine-rules.ts';
import { hasWildcards } from '../go-rules/match-glob.ts';
import type { PatternList } from '../ignore/pattern-list.ts';
import { type ContextListing, listContext } from '../list-context.ts';
import { asFilePath, comparePaths } from '../path-text.ts';
import type { ContextEntry } from '../walk/context-entry.ts';

/** A file that only one of two builders sends. */
export interface OneSidedFile {
  readonly path: string;
  readonly bytes: number;
}

/** How another builder reads the list. */
export interface EngineComparison {
  readonly engine: Engine;
  readonly alsoSent: readonly OneSidedFile[];
  readonly notSent: readonly OneSidedFile[];
  readonly failure: string | undefined;
}

/** Letters that only some of the builders take as letters. */
const SPECIAL = /[[\]\\^$|{}+()]/;
const WILDCARD = /[*?[\\]/;
/** Kaniko is not among them: it takes `** /name` (without the blank) two folders down for nothing, so that every list would differ. */
const COMPARED: readonly Engine[] = ['buildkit', 'podman'];

/** Compares with the other builders; those that agree are left out. Throws what `listContext` throws for this one. */
export function compareEngines(
  listing: ContextListing,
  dockerfilePath: string,
  isNamed: boolean,
  signal?: AbortSignal,
): readonly EngineComparison[] {
  const { excludes, rules } = listing.filter;
  if (excludes === undefined || !mayDiffer(excludes, (path) => isFolder(`${listing.folder}/${path}`)))
    return [];
  const sources = 'everything' as const;
  const request = {
    folder: listing.folder,
    dockerfilePath,
    sources,
    isNamed,
    ...(signal === undefined ? {} : { signal }),
  };
  const others = COMPARED.filter(
    (engine) => engine !== rules.engine && engineRules(engine).matching !== rules.matching,
  );
  if (others.length === 0) return [];
  const own =
    listing.narrowing.kind === 'everything' ? listing : listContext({ ...request, engine: rules.engine });
  return others.flatMap((engine): readonly EngineComparison[] => {
    let other: ContextListing;
    try {
      other = listContext({ ...request, engine });
    } catch (error) {
      if (!(error instanceof PlimsollError) || error.code === 'ABORTED') throw error;
      return [{ engine, alsoSent: [], notSent: [], failure: error.message }];
    }
    // Another file is another list: that is told elsewhere.
    if (other.ignoreFile?.path !== listing.ignoreFile?.path) return [];
    const [alsoSent, notSent] = compareFiles(other.entries, own.entries);
    return alsoSent.length + notSent.length === 0 ? [] : [{ engine, alsoSent, notSent, failure: undefined }];
  });
}

/** Whether a list has anything in it that builders read differently; false only where that is certain. */
export function mayDiffer(
  { patterns }: PatternList,
  isFolder: (path: string) => boolean = () => true,
): boolean {
  return patterns.some(({ cleaned, isException }, at) => {
    if (SPECIAL.test(cleaned)) return true;
    if (cleaned.split('/').some((name) => name !== '**' && name.includes('**'))) return true;
    if (!isException) return false;
    if (hasWildcards(cleaned)) return true;
    // An exception of a folder, and before it something that may be ignored below: there the walks part.
    const before = patterns.slice(0, at).filter((other) => !other.isException);
    return before.some((other) => mayLieBelow(other.cleaned, cleaned)) && isFolder(cleaned);
  });
}

function mayLieBelow(cleaned: string, folder: string): boolean {
  if (!cleaned.includes('/') && !cleaned.includes('**')) return false;
  if (!hasWildcards(cleaned)) return cleaned.startsWith(`${folder}/`);
  const literal = cleaned.slice(0, cleaned.search(WILDCARD));
  return literal.startsWith(`${folder}/`) || `${folder}/`.startsWith(literal);
}

/** The files that only one of two listings has; both are in the order of walks. */
function compareFiles(
  a: readonly ContextEntry[],
  b: readonly ContextEntry[],
): readonly [onlyA: readonly OneSidedFile[], onlyB: readonly OneSidedFile[]] {
  const [onlyA, onlyB]: readonly [OneSidedFile[], OneSidedFile[]] = [[], []];
  const add = (files: OneSidedFile[], { path, kind, sizeBytes }: ContextEntry): void => {
    if (kind === 'file') files.push({ path, bytes: sizeBytes });
  };
  let [i, k] = [0, 0];
  while (i < a.length || k < b.length) {
    const [one, other] = [a[i], b[k]];
    const order =
      one === undefined
        ? 1
        : other === undefined
          ? -1
          : one.path === other.path
            ? 0
            : compareInWalk(one.path, other.path);
    if (order < 0) add(onlyA, one!);
    if (order > 0) add(onlyB, other!);
    if (order <= 0) i++;
    if (order >= 0) k++;
  }
  return [onlyA, onlyB];
}

/** What is in a folder comes before what has more letters than the folder. */
function compareInWalk(a: string, b: string): number {
  return comparePaths(a.replaceAll('/', '\0'), b.replaceAll('/', '\0'));
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(asFilePath(path), { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return true;
  }
}
