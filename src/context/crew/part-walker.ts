// Walks parts of a context, so that several threads share one walk. A part is a folder with all below it, but for those folders
// that are met when enough was met already: they are left, to be parts of their own.
import type { Stats } from 'node:fs';
import type { EngineRules } from '../engines/engine-rules.ts';
import type { PatternList } from '../ignore/pattern-list.ts';
import { IDENTITY_COLUMNS, type RowFinder } from '../secrets/known-rows.ts';
import type { ContextEntry, IgnoredEntry } from '../walk/context-entry.ts';
import { type WalkPart, walkContext } from '../walk/walk-context.ts';

/** What is walked, and under which rules. */
export interface PartsWalk {
  readonly folder: string;
  readonly rules: EngineRules;
  readonly excludes: PatternList | undefined;
  readonly includes: PatternList | undefined;
  readonly withIgnored: boolean;
}

/** A folder that was met and left; it belongs between the entries before `at` and those from there. */
export interface LeftFolder {
  readonly at: number;
  readonly ignoredAt: number;
  /** Folders that are sent before anything in it. */
  readonly unsent: readonly string[];
  readonly part: WalkPart;
  /** What was met in it, as soon as it was walked. */
  walked?: WalkedPart;
}

/** What is to be known of the files of a part, where contents are searched; empty files are never. */
export interface MetFiles {
  /** Rows of those that are known. */
  readonly rows: ArrayLike<number>;
  /** Those of them in which something was found: entry and number of the reading. */
  readonly found: readonly (readonly [entry: number, reading: number])[];
  /** Entries that are not known, and the identity of each. */
  readonly fresh: ArrayLike<number>;
  readonly identities: ArrayLike<number>;
}

/** One part, in the order of the walk. */
export interface WalkedPart {
  readonly entries: readonly ContextEntry[];
  readonly ignored: readonly IgnoredEntry[];
  /** Entries whose inode has further names; which of them is the first is not known yet. */
  readonly links: readonly (readonly [entry: number, inode: number | bigint])[];
  readonly left: readonly LeftFolder[];
  /** Undefined where contents are not searched. */
  readonly files: MetFiles | undefined;
  /** What ended the walk behind all that is told. */
  readonly failure?: { readonly error: unknown };
}

/** When folders are left. */
export interface PartBudget {
  readonly entries: number;
  readonly freshFiles: number;
  readonly freshBytes: number;
}

/** Walks parts; `finder` is undefined where contents are not searched. */
export class PartWalker {
  readonly #walk: PartsWalk;
  readonly #finder: RowFinder | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor(walk: PartsWalk, finder: RowFinder | undefined, signal?: AbortSignal) {
    this.#walk = walk;
    this.#finder = finder;
    this.#signal = signal;
  }

  /** Walks the first of the parts, and as many more as fit into the budget; undefined is the root. */
  walk(parts: readonly (WalkPart | undefined)[], budget: PartBudget): readonly WalkedPart[] {
    const left = { ...budget };
    const walked: WalkedPart[] = [];
    for (const part of parts) {
      if (walked.length > 0 && isSpent(left)) break;
      walked.push(this.#walkOne(part, left));
    }
    return walked;
  }

  #walkOne(from: WalkPart | undefined, budget: Spending): WalkedPart {
    const { withIgnored, ...walk } = this.#walk;
    const entries: ContextEntry[] = [];
    const ignored: IgnoredEntry[] = [];
    const links: [number, number | bigint][] = [];
    const left: LeftFolder[] = [];
    const files: NotedFiles | undefined =
      this.#finder === undefined ? undefined : { rows: [], found: [], fresh: [], identities: [] };
    const part = { entries, ignored, links, left, files };
    try {
      walkContext({
        ...walk,
        onSent: (entry) => {
          budget.entries--;
          entries.push(entry);
        },
        onLinked: (inode) => links.push([entries.length, inode]),
        leaves: (folder, unsent) => {
          if (!isSpent(budget)) {
            // A folder in which nothing is sent is work as well.
            budget.entries--;
            return false;
          }
          const { path, isSkipped, excludeResults, includeResults } = folder;
          left.push({
            at: entries.length,
            ignoredAt: ignored.length,
            unsent,
            part: { path, isSkipped, excludeResults, includeResults },
          });
          return true;
        },
        ...(from === undefined ? {} : { from }),
        ...(withIgnored ? { onIgnored: (entry) => ignored.push(entry) } : {}),
        ...(files === undefined
          ? {}
          : { onFile: (_, stat) => this.#meet(stat, entries.length, files, budget) }),
        ...(this.#signal === undefined ? {} : { signal: this.#signal }),
      });
      return part;
    } catch (error) {
      this.#signal?.throwIfAborted();
      return { ...part, failure: { error } };
    }
  }

  #meet(stat: Stats, entry: number, files: NotedFiles, budget: Spending): void {
    if (stat.size === 0) return;
    const row = this.#finder!.find(stat);
    if (row === -1) {
      files.fresh.push(entry);
      files.identities.push(stat.dev, stat.ino, stat.size, stat.mtimeMs, stat.ctimeMs);
      budget.freshFiles--;
      budget.freshBytes -= stat.size;
      return;
    }
    files.rows.push(row);
    const reading = this.#finder!.readingOf(row);
    if (reading !== 0) files.found.push([entry, reading]);
  }
}

/** The size of the file at place `i` of `fresh`. */
export function freshBytes({ identities }: MetFiles, i: number): number {
  return identities[i * IDENTITY_COLUMNS + 2]!;
}

interface Spending {
  entries: number;
  freshFiles: number;
  freshBytes: number;
}

interface NotedFiles extends MetFiles {
  readonly rows: number[];
  readonly found: [number, number][];
  readonly fresh: number[];
  readonly identities: number[];
}

function isSpent({ entries, freshFiles, freshBytes: bytes }: Spending): boolean {
  return entries <= 0 || freshFiles <= 0 || bytes <= 0;
}
