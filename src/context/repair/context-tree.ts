// Everything in a context's folder, whatever ignore files say: what rules ask about a path's surroundings.
import { closeSync, openSync, readSync } from 'node:fs';
import { engineRules } from '../engines/engine-rules.ts';
import { matchGlob } from '../go-rules/match-glob.ts';
import { asFilePath } from '../path-text.ts';
import type { ContextEntry } from '../walk/context-entry.ts';
import { walkContext } from '../walk/walk-context.ts';

/** How much of a file is read to tell what it is. */
const BEGINNING_BYTES = 16 * 1024;

/** The whole tree below a real folder. */
export class ContextTree {
  readonly folder: string;
  /** Folders before what is in them, names by their bytes. */
  readonly entries: readonly ContextEntry[];
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #namesIn = new Map<string, string[]>();

  constructor(folder: string, signal?: AbortSignal) {
    const entries: ContextEntry[] = [];
    walkContext({
      folder,
      rules: engineRules('buildkit'),
      excludes: undefined,
      includes: undefined,
      onSent: (entry) => entries.push(entry),
      passesUnreadable: true,
      ...(signal === undefined ? {} : { signal }),
    });
    this.folder = folder;
    this.entries = entries;
    this.#indexOf = new Map(entries.map(({ path }, index) => [path, index]));
    for (const { path } of entries) {
      const names = this.#namesIn.get(parentOf(path));
      if (names === undefined) this.#namesIn.set(parentOf(path), [nameOf(path)]);
      else names.push(nameOf(path));
    }
  }

  /** The entry at a path. */
  at(path: string): ContextEntry | undefined {
    const index = this.#indexOf.get(path);
    return index === undefined ? undefined : this.entries[index];
  }

  /** The entry at a path and all below it; they follow each other. */
  within(path: string): readonly ContextEntry[] {
    const start = this.#indexOf.get(path);
    if (start === undefined) return [];
    let end = start + 1;
    while (end < this.entries.length && this.entries[end]!.path.startsWith(`${path}/`)) end++;
    return this.entries.slice(start, end);
  }

  /** The names in a folder; '' is the root. */
  namesIn(folder: string): readonly string[] {
    return this.#namesIn.get(folder) ?? [];
  }

  /** Whether a name in the folder fits one of the patterns. */
  holds(folder: string, patterns: readonly string[]): boolean {
    const names = this.namesIn(folder);
    return patterns.some((pattern) =>
      pattern.includes('*')
        ? names.some((name) => matchGlob(pattern, name) === true)
        : this.#indexOf.has(folder === '' ? pattern : `${folder}/${pattern}`),
    );
  }

  /** The first bytes of a file, as Latin-1; '' where it cannot be read. */
  beginningOf(path: string): string {
    let descriptor: number | undefined;
    try {
      descriptor = openSync(asFilePath(`${this.folder}/${path}`), 'r');
      const bytes = Buffer.alloc(BEGINNING_BYTES);
      return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, bytes.length, 0));
    } catch {
      return '';
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }
}

/** The folder of a path; '' is the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a path is `folder` or lies below it; all lies below ''. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
