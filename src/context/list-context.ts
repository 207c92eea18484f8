// What a build sends from a folder: the ignore file that the builder reads, the limits that the instructions set, and the
// walk under both. All as plain data, on which lists, reasons and findings are built.
import { realpathSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { PlimsollError, withSubject } from '../errors.ts';
import type { ContextCrew, CrewSearch } from './crew/context-crew.ts';
import { type Engine, type EngineRules, engineRules } from './engines/engine-rules.ts';
import { type FoundIgnoreFile, findIgnoreFile, type ProposedIgnoreFile } from './engines/find-ignore-file.ts';
import { type ContextSources, type Narrowing, narrowContext } from './follow-links/narrow-context.ts';
import { cleanPath } from './go-rules/clean-path.ts';
import { matchPath } from './ignore/match-path.ts';
import { compileList, type PatternList, type PatternSource } from './ignore/pattern-list.ts';
import { type IgnoreLine, readIgnoreFile } from './ignore/read-ignore-file.ts';
import type { FileSecrets } from './secrets/file-secrets.ts';
import type { ContextEntry, IgnoredEntry } from './walk/context-entry.ts';
import { findEmptied } from './walk/find-emptied.ts';
import { walkContext } from './walk/walk-context.ts';

/** A context to list. */
export interface ContextRequest {
  readonly folder: string;
  readonly dockerfilePath: string;
  readonly engine: Engine;
  /** What the instructions of the stages that are built use; only BuildKit limits the transfer to it. */
  readonly sources: ContextSources;
  /** A named context reads its own `.dockerignore` only. */
  readonly isNamed?: boolean;
  /** Read in place of the file that is there. */
  readonly proposedIgnoreFile?: ProposedIgnoreFile;
  /** Only this path, the folders on the way to it and what is below are listed. */
  readonly within?: string;
  /** Also tell what was ignored. */
  readonly withIgnored?: boolean;
  readonly signal?: AbortSignal;
}

/** The ignore file that counts, its patterns, and what it hides. */
export interface UsedIgnoreFile {
  readonly path: string;
  readonly lines: readonly IgnoreLine[];
  /** Files that this builder would read if this one were not there. */
  readonly shadowedPaths: readonly string[];
}

/** The lists that decide, in the form that `explainPath` asks again. */
export interface ContextFilter {
  readonly rules: EngineRules;
  readonly excludes: PatternList | undefined;
  readonly includes: PatternList | undefined;
}

/** What is sent. */
export interface ContextListing {
  /** The real path of the context's folder. */
  readonly folder: string;
  readonly ignoreFile: UsedIgnoreFile | undefined;
  readonly narrowing: Narrowing;
  readonly filter: ContextFilter;
  /** In the order of sending: folders before what is in them, names by their bytes. */
  readonly entries: readonly ContextEntry[];
  /** What was ignored, topmost paths first; empty unless asked for. */
  readonly ignored: readonly IgnoredEntry[];
  /**
   * Files that the walk sends and whose opening the builder then refuses, because for a single path it asks the list in
   * another way: they arrive empty.
   */
  readonly emptiedPaths: readonly string[];
  readonly fileCount: number;
  /** The bytes of all files, each inode once; a transfer that is not the first sends less. */
  readonly sizeBytes: number;
}

/** How a context is listed by several threads. */
export interface CrewListing {
  readonly crew: ContextCrew;
  /** How contents are searched, by the real path of the folder; undefined where they are not. */
  readonly searchOf?: (folder: string) => CrewSearch;
}

/** A context, and what was found in its files, in the order of the entries; empty where nothing was searched. */
export interface SearchedListing {
  readonly listing: ContextListing;
  readonly secrets: readonly FileSecrets[];
}

/** Lists a context. Throws IGNORE_FILE_INVALID, CONTEXT_NOT_FOUND and CONTEXT_UNREADABLE where the build would fail, too. */
export function listContext(request: ContextRequest): ContextListing {
  const prepared = prepareListing(request);
  const { folder, ignoreFile, narrowing, filter } = prepared;
  const entries: ContextEntry[] = [];
  const ignored: IgnoredEntry[] = [];
  if (narrowing.kind !== 'nothing')
    withIgnoreFile(ignoreFile, () =>
      walkContext({
        folder,
        ...filter,
        onSent: (entry) => entries.push(entry),
        ...(request.withIgnored === true ? { onIgnored: (entry) => ignored.push(entry) } : {}),
        ...(request.within === undefined ? {} : { within: request.within }),
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      }),
    );
  return finishListing(prepared, entries, ignored);
}

/** Lists a context by several threads, and searches it; `within` and `signal` are not asked: all is listed, and the crew has its own. */
export async function listWithCrew(
  request: ContextRequest,
  { crew, searchOf }: CrewListing,
): Promise<SearchedListing> {
  const prepared = prepareListing(request);
  const { folder, ignoreFile, narrowing, filter } = prepared;
  const entries: ContextEntry[] = [];
  const ignored: IgnoredEntry[] = [];
  const secrets: FileSecrets[] = [];
  if (narrowing.kind !== 'nothing')
    try {
      await crew.walk({ folder, ...filter, withIgnored: request.withIgnored === true }, searchOf?.(folder), {
        entries,
        ignored,
        onFound: (entry, reading) => secrets.push({ entry, reading }),
      });
    } catch (error) {
      throw ignoreFile === undefined ? error : withSubject(error, ignoreFile.path);
    }
  return { listing: finishListing(prepared, entries, ignored), secrets };
}

type PreparedListing = Pick<ContextListing, 'folder' | 'ignoreFile' | 'narrowing' | 'filter'>;

function prepareListing(request: ContextRequest): PreparedListing {
  const rules = engineRules(request.engine);
  const folder = openContextFolder(request.folder);
  const choice = findIgnoreFile(
    folder,
    request.dockerfilePath,
    request.isNamed === true ? namedRules(rules) : rules,
    request.proposedIgnoreFile,
  );
  const ignoreFile = choice.used === undefined ? undefined : readUsed(choice.used, choice.shadowed, rules);
  const excludes = compileExcludes(ignoreFile, rules, folder, request.dockerfilePath);
  const narrowing = rules.isNarrowed
    ? narrowContext(folder, request.sources)
    : { kind: 'everything' as const };
  const includes = narrowing.kind === 'paths' ? compileIncludes(narrowing.includes, rules) : undefined;
  return { folder, ignoreFile, narrowing, filter: { rules, excludes, includes } };
}

function finishListing(
  prepared: PreparedListing,
  entries: ContextEntry[],
  ignored: readonly IgnoredEntry[],
): ContextListing {
  const { rules, excludes } = prepared.filter;
  const emptiedPaths = rules.engine === 'buildkit' ? findEmptied(entries, excludes) : [];
  if (emptiedPaths.length > 0) emptyEntries(entries, new Set(emptiedPaths));
  let [fileCount, sizeBytes] = [0, 0];
  for (const entry of entries) {
    if (entry.kind === 'file') fileCount++;
    sizeBytes += entry.sizeBytes;
  }
  return { ...prepared, entries, ignored, emptiedPaths, fileCount, sizeBytes };
}

function emptyEntries(entries: ContextEntry[], emptied: ReadonlySet<string>): void {
  for (const [i, entry] of entries.entries())
    if (emptied.has(entry.path)) entries[i] = { ...entry, sizeBytes: 0 };
}

/** The real path of a context's folder; throws CONTEXT_NOT_FOUND. */
export function openContextFolder(folder: string): string {
  try {
    const real = realpathSync(folder);
    if (statSync(real).isDirectory()) return real;
  } catch (error) {
    throw new PlimsollError('CONTEXT_NOT_FOUND', 'there is no such folder', {
      subject: folder,
      cause: error,
    });
  }
  throw new PlimsollError('CONTEXT_NOT_FOUND', 'the build context is not a folder', { subject: folder });
}

function namedRules(rules: EngineRules): EngineRules {
  return { ...rules, ignoreFiles: rules.ignoreFiles.filter(({ at }) => at === 'context') };
}

function readUsed(
  used: FoundIgnoreFile,
  shadowed: readonly FoundIgnoreFile[],
  rules: EngineRules,
): UsedIgnoreFile {
  try {
    const lines = readIgnoreFile(used.bytes, rules.reader);
    return { path: used.path, lines, shadowedPaths: shadowed.map(({ path }) => path) };
  } catch (error) {
    throw withSubject(error, used.path);
  }
}

/** The list of the file; undefined where there is none, or where a wrong one counts as none. */
function compileExcludes(
  ignoreFile: UsedIgnoreFile | undefined,
  rules: EngineRules,
  folder: string,
  dockerfilePath: string,
): PatternList | undefined {
  if (ignoreFile === undefined) return undefined;
  return withIgnoreFile(ignoreFile, () => {
    try {
      const list = compileList(ignoreFile.lines, rules.compiler);
      return rules.keepsBuildFiles
        ? keepBuildFiles(list, ignoreFile.lines, rules, folder, dockerfilePath)
        : list;
    } catch (error) {
      if (rules.onInvalidList === 'ignores nothing' && error instanceof PlimsollError) return undefined;
      throw error;
    }
  });
}

/** The classic client adds exceptions for the files that the daemon must read (docker/cli's TrimBuildFilesFromExcludes). */
function keepBuildFiles(
  list: PatternList,
  lines: readonly IgnoreLine[],
  rules: EngineRules,
  folder: string,
  dockerfilePath: string,
): PatternList {
  const sources: PatternSource[] = [...lines];
  let current = list;
  for (const path of ['.dockerignore', cleanPath(relative(folder, realFile(dockerfilePath)))]) {
    if (path.startsWith('../') || !matchPath(current, path, 'one parent').isMatched) continue;
    sources.push({ pattern: `!${path}` });
    current = compileList(sources, rules.compiler);
  }
  return current;
}

/** The path of a file whose folder is real; the file itself may be a link, whose own name counts. */
function realFile(path: string): string {
  const whole = resolve(path);
  try {
    return resolve(realpathSync(dirname(whole)), whole.slice(whole.lastIndexOf('/') + 1));
  } catch {
    return whole;
  }
}

function compileIncludes(includes: readonly string[], rules: EngineRules): PatternList {
  try {
    return compileList(
      includes.map((pattern) => ({ pattern })),
      rules.compiler,
    );
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    throw new PlimsollError('CONTEXT_UNREADABLE', `a source of an instruction is no path: ${error.message}`, {
      hint: 'The build fails here too.',
      cause: error,
    });
  }
}

function withIgnoreFile<T>(ignoreFile: UsedIgnoreFile | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw ignoreFile === undefined ? error : withSubject(error, ignoreFile.path);
  }
}
