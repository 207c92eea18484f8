// Where findings are, as a repository has them: paths from its root, links followed, columns for whole lines.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Judgement } from '../../report/judgements/judgement.ts';

/** Judgements whose files are told from `root`, an absolute folder; those outside of it stay absolute. */
export interface LocatedJudgements {
  readonly judgements: readonly Judgement[];
  readonly root: string;
}

/** Where CI services say that the repository is. */
const ROOT_VARIABLES = ['GITHUB_WORKSPACE', 'CI_PROJECT_DIR'];
/** Dockerfiles and ignore files are smaller. */
const READ_BYTES_MAX = 4_000_000;

/** Files as they are named from `folder`, the working folder, become files of the repository around it. */
export function locateJudgements(
  judgements: readonly Judgement[],
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): LocatedJudgements {
  const root = findRepositoryRoot(folder, env);
  const files = new Map<string, LocatedFile>();
  return {
    root,
    judgements: judgements.map((judgement) => {
      let located = files.get(judgement.file);
      if (located === undefined) {
        located = locateFile(judgement.file, folder, root);
        files.set(judgement.file, located);
      }
      const { file, lines } = located;
      return { ...judgement, file, columns: judgement.columns ?? wholeLines(judgement.endLine, lines) };
    }),
  };
}

/** What a CI service says, else the nearest folder with `.git`, else the working folder. */
export function findRepositoryRoot(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const real = realOf(folder);
  for (const name of ROOT_VARIABLES) {
    const stated = env[name];
    if (stated === undefined || !isAbsolute(stated)) continue;
    const root = realOf(stated);
    if (isWithin(real, root)) return root;
  }
  for (let at = real; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return real;
  }
}

interface LocatedFile {
  readonly file: string;
  /** Empty where the file cannot be read. */
  readonly lines: readonly string[];
}

function locateFile(named: string, folder: string, root: string): LocatedFile {
  // Code scanning knows files by where they are, not by the links that lead there.
  const path = realOf(resolve(folder, named));
  return { file: isWithin(path, root) ? relative(root, path) : path, lines: readLines(path) };
}

function readLines(path: string): readonly string[] {
  try {
    const there = statSync(path);
    // A pipe was read once, and would never end again.
    return !there.isFile() || there.size > READ_BYTES_MAX
      ? []
      : readFileSync(path, 'utf8')
          .replace(/^\ufeff/, '')
          .split(/\r?\n/);
  } catch {
    return [];
  }
}

function wholeLines(endLine: number, lines: readonly string[]): NonNullable<Judgement['columns']> {
  return { start: 1, end: (lines[endLine - 1]?.length ?? 0) + 1 };
}

function isWithin(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // What is not there yet has the place of its folder.
    const folder = dirname(path);
    return folder === path
      ? path
      : join(realOf(folder), path.slice(folder.length + (folder.endsWith(sep) ? 0 : 1)));
  }
}
