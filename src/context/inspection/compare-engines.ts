// What the same folder and ignore file mean to other builders: only the list is compared, not what instructions use. Lists of
// plain lines mean the same to all, so that most folders are walked once only.
import { PlimsollError } from '../../errors.ts';
import { type Engine, engineRules } from '../engines/engine-rules.ts';
import { hasWildcards } from '../go-rules/match-glob.ts';
import type { PatternList } from '../ignore/pattern-list.ts';
import { type ContextListing, listContext } from '../list-context.ts';

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
  if (excludes === undefined || !mayDiffer(excludes)) return [];
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
  const own = sizesOf(
    listing.narrowing.kind === 'everything' ? listing : listContext({ ...request, engine: rules.engine }),
  );
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
    const theirs = sizesOf(other);
    const alsoSent = without(theirs, own);
    const notSent = without(own, theirs);
    return alsoSent.length + notSent.length === 0 ? [] : [{ engine, alsoSent, notSent, failure: undefined }];
  });
}

/** Whether a list has anything in it that builders read differently; false only where that is certain. */
export function mayDiffer({ patterns }: PatternList): boolean {
  return patterns.some(({ cleaned, isException }, at) => {
    if (SPECIAL.test(cleaned)) return true;
    if (cleaned.split('/').some((name) => name !== '**' && name.includes('**'))) return true;
    if (!isException) return false;
    if (hasWildcards(cleaned)) return true;
    // An exception of a folder, and before it something that may be ignored below: there the walks part.
    return patterns.slice(0, at).some((other) => !other.isException && mayLieBelow(other.cleaned, cleaned));
  });
}

function mayLieBelow(cleaned: string, folder: string): boolean {
  if (!cleaned.includes('/') && !cleaned.includes('**')) return false;
  if (!hasWildcards(cleaned)) return cleaned.startsWith(`${folder}/`);
  const literal = cleaned.slice(0, cleaned.search(WILDCARD));
  return literal.startsWith(`${folder}/`) || `${folder}/`.startsWith(literal);
}

function sizesOf({ entries }: ContextListing): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { path, kind, sizeBytes } of entries) if (kind === 'file') sizes.set(path, sizeBytes);
  return sizes;
}

function without(
  sizes: ReadonlyMap<string, number>,
  other: ReadonlyMap<string, number>,
): readonly OneSidedFile[] {
  const files: OneSidedFile[] = [];
  for (const [path, bytes] of sizes) if (!other.has(path)) files.push({ path, bytes });
  return files;
}
