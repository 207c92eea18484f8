// One of the other threads of a crew, as the calling one sees it. It has two tasks at once, so that it never waits for more.
import { Worker } from 'node:worker_threads';
import { PlimsollError } from '../../errors.ts';
import type { CrewMessage, CrewReply, CrewWalk } from './crew-task.ts';
import { unpackParts } from './pack-parts.ts';
import type { OpenTask, TaskList } from './task-list.ts';

const TASKS_AT_ONCE = 2;
/** Little of what a thread makes outlives its task: more room for it is only filled. */
const YOUNG_MEGABYTES = 12;

/** Takes tasks of one walk after the other. */
export class CrewThread {
  readonly #worker: Worker;
  readonly #onChange: () => void;
  #tasks: TaskList | undefined;
  #open: OpenTask[] = [];
  #failure: PlimsollError | undefined;

  /** `onChange` is called when a task is done or the thread has failed. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
    // Options of the process are for its own program, not for this one.
    this.#worker = new Worker(new URL('./crew-worker.js', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    });
    this.#worker.on('message', (reply: CrewReply) => this.#note(reply));
    this.#worker.on('error', (cause) => this.#fail('a reading thread failed', cause));
    this.#worker.on('exit', () => this.#fail('a reading thread ended by itself'));
  }

  /** Tells it of a walk, whose tasks it takes from now on. */
  begin(walk: CrewWalk, tasks: TaskList): void {
    this.#tasks = tasks;
    this.#open = [];
    this.#send({ kind: 'begin', walk });
  }

  /** Takes what it can; false where it has nothing to do. Throws INTERNAL where the thread has failed. */
  takeTasks(): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    while (this.#open.length < TASKS_AT_ONCE) {
      const open = this.#tasks?.nextAside();
      if (open === undefined) break;
      this.#open.push(open);
      this.#send({ kind: 'task', task: open.task });
    }
    return this.#open.length > 0;
  }

  /** Ends it, also in the middle of its work. */
  async close(): Promise<void> {
    this.#worker.removeAllListeners('exit');
    await this.#worker.terminate();
  }

  #note(reply: CrewReply): void {
    if (reply.kind === 'failed') return this.#fail(`a reading thread failed: ${reply.message}`);
    const open = this.#open.shift()!;
    if (reply.kind === 'searched') this.#tasks!.note(open, reply);
    else {
      const { packed, hasFailed, searched, readings } = reply;
      this.#tasks!.note(open, { kind: 'walked', parts: unpackParts(packed), searched, readings }, hasFailed);
    }
    this.#onChange();
  }

  #send(message: CrewMessage): void {
    this.#worker.postMessage(message);
  }

  #fail(message: string, cause?: unknown): void {
    this.#failure ??= new PlimsollError('INTERNAL', message, { cause });
    this.#onChange();
  }
}
