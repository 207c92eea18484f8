// Does the tasks of a walk, in whichever thread: walks parts, and searches what they met.
import { RowFinder } from '../secrets/known-rows.ts';
import type { BatchSearch } from '../secrets/search-files.ts';
import type { CrewResult, CrewTask, TaskReadings, TaskSearch } from './crew-task.ts';
import { freshBytes, type PartsWalk, PartWalker, type WalkedPart } from './part-walker.ts';

/** What one thread searches at once. */
export const SEARCH_FILES = 512;
export const SEARCH_BYTES = 4 * 1024 * 1024;

/** Does one task after the other. */
export class TaskRunner {
  readonly #walk: PartsWalk;
  readonly #search: TaskSearch | undefined;
  readonly #walker: PartWalker;
  readonly #signal: AbortSignal | undefined;
  #batches: BatchSearch | undefined;

  constructor(walk: PartsWalk, search: TaskSearch | undefined, signal?: AbortSignal) {
    this.#walk = walk;
    this.#search = search;
    this.#signal = signal;
    this.#walker = new PartWalker(
      walk,
      search === undefined ? undefined : new RowFinder(search.known),
      signal,
    );
  }

  /** Of a walk, files are searched too, as far as they are few. */
  async run(task: CrewTask): Promise<CrewResult> {
    if (task.kind === 'search') return { kind: 'searched', readings: await this.#searchFiles(task.paths) };
    const parts = this.#walker.walk(task.parts, task.budget);
    const paths = this.#search === undefined || !task.searches ? [] : chooseFirst(parts);
    return { kind: 'walked', parts, searched: paths.length, readings: await this.#searchFiles(paths) };
  }

  async #searchFiles(paths: readonly string[]): Promise<TaskReadings> {
    if (paths.length === 0) return [];
    this.#batches ??= await openSearch(this.#search!.addedRules);
    const readings = this.#batches.search(
      { folder: this.#walk.folder, paths },
      () => this.#signal?.aborted === true,
    );
    this.#signal?.throwIfAborted();
    return readings;
  }
}

/** The rules are large, and where nothing is new they are not needed. */
async function openSearch(addedRules: string): Promise<BatchSearch> {
  const [{ BatchSearch }, { loadRuleSet }] = await Promise.all([
    import('../secrets/search-files.ts'),
    import('../../secrets/load-rule-set.ts'),
  ]);
  return new BatchSearch(await loadRuleSet(addedRules));
}

/** The paths of the first fresh files of parts. */
function chooseFirst(parts: readonly WalkedPart[]): readonly string[] {
  const paths: string[] = [];
  let bytes = 0;
  for (const { files, entries } of parts) {
    if (files === undefined) continue;
    for (let i = 0; i < files.fresh.length; i++) {
      bytes += freshBytes(files, i);
      if (paths.length > 0 && (paths.length >= SEARCH_FILES || bytes > SEARCH_BYTES)) return paths;
      paths.push(entries[files.fresh[i]!]!.path);
    }
  }
  return paths;
}
