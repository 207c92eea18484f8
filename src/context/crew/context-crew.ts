// The threads that walk a context and search it: the calling one, and others as soon as a context turns out to be large. Tasks
// are handed out as they come up; what is told in the end does not depend on who did what.
import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { plainPatterns } from '../ignore/pattern-list.ts';
import type { SearchMemory } from '../secrets/search-memory.ts';
import type { CrewWalk } from './crew-task.ts';
import { CrewThread } from './crew-thread.ts';
import type { JoinTarget } from './join-parts.ts';
import type { PartBudget, PartsWalk } from './part-walker.ts';
import { TaskList } from './task-list.ts';
import { SEARCH_BYTES, TaskRunner } from './task-runner.ts';

/** How contents are searched. */
export interface CrewSearch {
  /** As `loadRuleSet` takes it. */
  readonly addedRules: string;
  readonly memory: SearchMemory;
}

const THREADS_LIMIT = 8;
/** Below this a thread takes longer to start than the work takes. */
const FIRST_BUDGET: PartBudget = { entries: 8_000, freshFiles: 256, freshBytes: SEARCH_BYTES };

/** Walks one context after the other. */
export class ContextCrew {
  readonly #signal: AbortSignal;
  readonly #threads: number;
  #others: CrewThread[] = [];
  #wake: () => void = () => {};

  /**
   * `threads` that read at once; 0 for the calling one alone. It walks with the others, and only walks while they search:
   * so the rules are made ready once a processor, and it hears signals.
   */
  constructor(signal: AbortSignal, threads: number = availableParallelism()) {
    this.#signal = signal;
    this.#threads = Math.min(Math.max(0, Math.ceil(threads)), THREADS_LIMIT);
    signal.addEventListener('abort', () => this.#wake(), { once: true });
  }

  /** Tells the target what a walk meets; throws what ends it. */
  async walk(walk: PartsWalk, search: CrewSearch | undefined, target: JoinTarget): Promise<void> {
    this.#signal.throwIfAborted();
    const known = search?.memory.begin();
    const { addedRules = '' } = search ?? {};
    const taskSearch = known === undefined ? undefined : { addedRules, known };
    const tasks = new TaskList(search?.memory);
    const runner = new TaskRunner(walk, taskSearch, this.#signal);
    const first = tasks.first(FIRST_BUDGET);
    tasks.note(first, await runner.run(first.task));
    const mayStart = tasks.areMany && this.#mostOthers(tasks) > 0;
    const told: CrewWalk = {
      folder: walk.folder,
      engine: walk.rules.engine,
      excludes: walk.excludes && plainPatterns(walk.excludes),
      includes: walk.includes && plainPatterns(walk.includes),
      withIgnored: walk.withIgnored,
      search: taskSearch,
    };
    if (mayStart) for (const other of this.#others) other.begin(told, tasks);
    try {
      await this.#finish(tasks, runner, mayStart ? told : undefined);
    } catch (error) {
      // Others are still at work for a walk that is over.
      await this.close();
      throw error;
    }
    tasks.join(target);
  }

  /** Does all tasks; `told` is undefined where the calling thread works alone. */
  async #finish(tasks: TaskList, runner: TaskRunner, told: CrewWalk | undefined): Promise<void> {
    while (true) {
      this.#signal.throwIfAborted();
      let isBusy = false;
      if (told !== undefined) {
        if (!tasks.isEmpty && this.#others.length < this.#mostOthers(tasks)) this.#startOne(told, tasks);
        for (const other of this.#others) isBusy = other.takeTasks() || isBusy;
      }
      const open = tasks.nextHere(told === undefined);
      if (open !== undefined) {
        tasks.note(open, await runner.run(open.task));
        await nextTurn();
      } else if (isBusy)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      else return;
    }
  }

  /** Ends the other threads, also in the middle of their work. */
  async close(): Promise<void> {
    await Promise.all(this.#others.splice(0).map((other) => other.close()));
  }

  #mostOthers(tasks: TaskList): number {
    return tasks.hasSearches ? this.#threads : this.#threads - 1;
  }

  #startOne(told: CrewWalk, tasks: TaskList): void {
    const other = new CrewThread(() => this.#wake());
    other.begin(told, tasks);
    this.#others.push(other);
  }
}
