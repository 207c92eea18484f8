// The tasks of one walk: what is to be done, what was done, and what becomes of it in the end.
import type { SecretReading } from '../secrets/file-secrets.ts';
import type { SearchedFiles, SearchMemory } from '../secrets/search-memory.ts';
import type { CrewResult, CrewTask } from './crew-task.ts';
import { type JoinTarget, joinParts } from './join-parts.ts';
import { freshBytes, type LeftFolder, type PartBudget, type WalkedPart } from './part-walker.ts';
import { SEARCH_BYTES, SEARCH_FILES } from './task-runner.ts';

/** A task, and what waits for its result. */
export interface OpenTask {
  readonly task: CrewTask;
  /** Of a walk: the folders that are its parts; none for the root. */
  readonly folders: readonly LeftFolder[];
  /** Of a search: the entries of its paths. */
  readonly files: readonly FreshFile[];
}

interface FreshFile {
  readonly part: WalkedPart;
  readonly entry: number;
}

/** Parts that one task is offered at most; each of them is a message. */
const OFFERED_PARTS = 64;
/** A task lasts some milliseconds: one that ends last is waited for. */
const BUDGET: PartBudget = { entries: 2_000, freshFiles: SEARCH_FILES, freshBytes: SEARCH_BYTES };

/** Knows what is left to do of one walk. */
export class TaskList {
  readonly #memory: SearchMemory | undefined;
  readonly #budget: PartBudget;
  readonly #folders: LeftFolder[] = [];
  /** Folders in which another thread failed. */
  readonly #refused: LeftFolder[] = [];
  readonly #searches: OpenTask[] = [];
  readonly #readings = new Map<WalkedPart, Map<number, SecretReading>>();
  #root: WalkedPart | undefined;
  /** What the parts that were walked had, which those to come will have too. */
  #partCount = 0;
  #entryCount = 0;

  /** `budget` is that of each walk but the first. */
  constructor(memory: SearchMemory | undefined, budget: PartBudget = BUDGET) {
    this.#memory = memory;
    this.#budget = budget;
  }

  /** The task that begins with the root; what is found in it is to be searched by tasks of their own. */
  first(budget: PartBudget): OpenTask {
    return {
      task: { kind: 'walk', parts: [undefined], budget, searches: false },
      folders: [],
      files: [],
    };
  }

  /** Whether nothing waits to be begun. */
  get isEmpty(): boolean {
    return this.#folders.length + this.#refused.length + this.#searches.length === 0;
  }

  /** Whether other threads are worth their start. */
  get areMany(): boolean {
    return this.#folders.length > 0 || this.#searches.length > 1;
  }

  /** Whether files wait to be searched. */
  get hasSearches(): boolean {
    return this.#searches.length > 0;
  }

  /** The next task for another thread. */
  nextAside(): OpenTask | undefined {
    return this.#searches.pop() ?? this.#takeFolders(this.#folders, this.#countOffered(), true);
  }

  /** The next task for the calling thread, which leaves it to others to search unless it `isAlone`. */
  nextHere(isAlone: boolean): OpenTask | undefined {
    return (
      this.#takeFolders(this.#refused, 1, isAlone) ??
      this.#takeFolders(this.#folders, this.#countOffered(), isAlone) ??
      (isAlone ? this.#searches.pop() : undefined)
    );
  }

  /** Notes what came of a task; where it `hasFailed`, the part behind those that are told is for the calling thread. */
  note(open: OpenTask, result: CrewResult, hasFailed = false): void {
    if (result.kind === 'searched') {
      for (const [i, reading] of result.readings) this.#find(open.files[i]!, reading);
      return;
    }
    for (const [i, part] of result.parts.entries()) this.#place(open.folders[i], part);
    const undone = open.folders.slice(result.parts.length);
    if (hasFailed) this.#refused.push(...undone.splice(0, 1));
    for (const folder of undone.reverse()) this.#folders.push(folder);
    if (this.#memory !== undefined) this.#noteFiles(result.parts, result.searched, result.readings);
  }

  /** Puts everything together; throws what ended the walk. */
  join(target: JoinTarget): void {
    joinParts(this.#root!, this.#readings, target);
    this.#memory?.note(this.#listSearched(this.#root!));
  }

  /** Parts that will be as much as the budget allows. */
  #countOffered(): number {
    const { entries, freshFiles } = this.#budget;
    const most = this.#memory === undefined ? entries : Math.min(entries, freshFiles);
    const expected = Math.ceil((most * this.#partCount) / Math.max(1, this.#entryCount));
    return Math.min(Math.max(1, expected), OFFERED_PARTS);
  }

  #takeFolders(from: LeftFolder[], count: number, searches: boolean): OpenTask | undefined {
    if (from.length === 0) return undefined;
    const folders = from.splice(-count).reverse();
    const parts = folders.map(({ part }) => part);
    return {
      task: { kind: 'walk', parts, budget: this.#budget, searches },
      folders,
      files: [],
    };
  }

  #place(folder: LeftFolder | undefined, part: WalkedPart): void {
    if (folder === undefined) this.#root = part;
    else {
      folder.walked = part;
      this.#partCount++;
      this.#entryCount += part.entries.length;
    }
    for (const left of part.left.toReversed()) this.#folders.push(left);
  }

  #noteFiles(
    parts: readonly WalkedPart[],
    searched: number,
    readings: Extract<CrewResult, { kind: 'walked' }>['readings'],
  ): void {
    const byFile = new Map(readings);
    let [file, waiting, bytes]: [number, FreshFile[], number] = [0, [], 0];
    const flush = (): void => {
      if (waiting.length > 0) this.#searches.push(openSearch(waiting));
      [waiting, bytes] = [[], 0];
    };
    for (const part of parts) {
      const { files } = part;
      if (files === undefined) continue;
      for (const [entry, number] of files.found) this.#find({ part, entry }, this.#memory!.readingOf(number));
      for (let i = 0; i < files.fresh.length; i++, file++) {
        const fresh = { part, entry: files.fresh[i]! };
        if (file < searched) {
          this.#find(fresh, byFile.get(file));
          continue;
        }
        waiting.push(fresh);
        bytes += freshBytes(files, i);
        if (waiting.length >= SEARCH_FILES || bytes >= SEARCH_BYTES) flush();
      }
    }
    flush();
  }

  #find({ part, entry }: FreshFile, reading: SecretReading | undefined): void {
    if (reading === undefined) return;
    let readings = this.#readings.get(part);
    if (readings === undefined) {
      readings = new Map();
      this.#readings.set(part, readings);
    }
    readings.set(entry, reading);
  }

  *#listSearched(part: WalkedPart): Iterable<SearchedFiles> {
    if (part.files !== undefined) yield { files: part.files, readings: this.#readings.get(part) };
    for (const { walked } of part.left) yield* this.#listSearched(walked!);
  }
}

function openSearch(files: readonly FreshFile[]): OpenTask {
  const paths = files.map(({ part, entry }) => part.entries[entry]!.path);
  return { task: { kind: 'search', paths }, folders: [], files };
}
