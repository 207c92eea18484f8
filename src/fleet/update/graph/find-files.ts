// Walks repositories for the files that say how images are built. Links to folders are not followed; a link to a file counts
// where it stays within the folders.
import { type Dirent, promises } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { PlimsollError } from '../../../errors.ts';
import { type FileKind, kindOfDefinition, kindOfFile } from './file-kind.ts';
import { matchesBranch, matchPath } from './path-pattern.ts';
import type { GraphFinding } from './update-graph.ts';

/** One file that was found. */
export interface FoundFile {
  readonly path: string;
  /** From the root, with slashes. */
  readonly file: string;
  /** `named` is a file that only the settings make a Dockerfile. */
  readonly kind: FileKind | 'named';
  /** Whether the settings name it among the definitions. */
  readonly isListed: boolean;
}

/** What is looked for. */
export interface FileSearch {
  readonly root: string;
  /** Absolute. */
  readonly folders: readonly string[];
  /** Patterns of the settings, from the root. */
  readonly exclude: readonly string[];
  readonly dockerfiles: readonly string[];
  readonly definitions: readonly string[];
  readonly signal: AbortSignal;
}

const NEVER: ReadonlySet<string> = new Set(['.git', 'node_modules']);
const ENTRY_LIMIT = 2_000_000;

/** Finds the files, each once, sorted by folder and name; throws FILE_UNREADABLE for a folder that cannot be read at all. */
export async function findFiles(
  search: FileSearch,
): Promise<{ readonly files: readonly FoundFile[]; readonly findings: readonly GraphFinding[] }> {
  const files: FoundFile[] = [];
  const findings: GraphFinding[] = [];
  const seen = new Set<string>();
  let left = ENTRY_LIMIT;
  for (const folder of search.folders) {
    const open = [folder];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      search.signal.throwIfAborted();
      if (seen.has(path)) continue;
      seen.add(path);
      const entries = await readFolder(path, path === folder, search.root, findings);
      left -= entries.length;
      if (left < 0)
        throw new PlimsollError('FILE_UNREADABLE', `it has more than ${ENTRY_LIMIT} files`, {
          subject: folder,
          hint: "Leave folders out with 'exclude' in 'update' of plimsoll.yaml.",
        });
      const folders: string[] = [];
      for (const entry of entries) {
        const inner = join(path, entry.name);
        const file = toGraphPath(search.root, inner);
        if (search.exclude.some((pattern) => matchesBranch(pattern, file))) continue;
        if (entry.isDirectory()) {
          if (!NEVER.has(entry.name)) folders.push(inner);
          continue;
        }
        const found = classify(inner, file, entry.name, search);
        if (found === undefined) continue;
        if (entry.isFile() || (await isLinkWithin(inner, search.folders))) files.push(found);
        else
          findings.push({
            kind: 'unreadable',
            file,
            message: 'it is no regular file, or a link out of the folders',
          });
      }
      open.push(...folders.reverse());
    }
  }
  return { files, findings };
}

/** A path as the graph tells it. */
export function toGraphPath(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

/** Whether a path, links followed, lies within one of the folders. */
export async function isWithin(path: string, folders: readonly string[]): Promise<boolean> {
  const real = await promises.realpath(path);
  for (const folder of folders) {
    const inner = relative(await promises.realpath(folder), real);
    if (!isAbsolute(inner) && inner !== '..' && !inner.startsWith(`..${sep}`)) return true;
  }
  return false;
}

async function isLinkWithin(path: string, folders: readonly string[]): Promise<boolean> {
  try {
    return (await promises.stat(path)).isFile() && (await isWithin(path, folders));
  } catch {
    return false;
  }
}

function classify(path: string, file: string, name: string, search: FileSearch): FoundFile | undefined {
  if (search.definitions.some((pattern) => matchPath(pattern, file) !== undefined)) {
    const kind = kindOfDefinition(name);
    if (kind !== undefined) return { path, file, kind, isListed: true };
  }
  const kind = kindOfFile(name);
  if (kind !== undefined) return { path, file, kind, isListed: false };
  return search.dockerfiles.some((pattern) => matchPath(pattern, file) !== undefined)
    ? { path, file, kind: 'named', isListed: false }
    : undefined;
}

async function readFolder(
  path: string,
  isRoot: boolean,
  root: string,
  findings: GraphFinding[],
): Promise<readonly Dirent[]> {
  try {
    const entries = await promises.readdir(path, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    if (isRoot)
      throw new PlimsollError(
        'FILE_UNREADABLE',
        code === 'ENOENT' ? 'there is no such folder' : `cannot be read (${code})`,
        { subject: path, cause },
      );
    findings.push({
      kind: 'unreadable',
      file: toGraphPath(root, path),
      message: `the folder cannot be read (${code})`,
    });
    return [];
  }
}
