// A worker on PostgreSQL: DBOS takes steps from its queues and runs each try as a workflow; what came of it is kept in our table.
import { setTimeout as sleep } from 'node:timers/promises';
import type { DBOSClient } from '@dbos-inc/dbos-sdk';
import type { Pool } from 'pg';
import { PlimsollError } from '../../../errors.ts';
import type { BackOff } from '../back-off.ts';
import { Bell } from '../bell.ts';
import type { StepPerformer, WorkOptions } from '../durable-store.ts';
import { performStep } from '../perform-step.ts';
import { describeDbos } from './describe-dbos.ts';
import { KeptConnection } from './kept-connection.ts';
import type { PostgresPackages } from './load-packages.ts';
import { ownQueue, sharedQueue, WORKFLOW } from './queue-names.ts';
import type { StepTable } from './step-table.ts';
import { isPassing, withPatience } from './with-patience.ts';
import { WorkerList } from './worker-list.ts';

/** What a worker is made of. */
export interface DbosWorkerParts {
  readonly url: string;
  readonly packages: PostgresPackages;
  readonly pool: Pool;
  readonly client: DBOSClient;
  readonly table: StepTable;
  readonly backOff: BackOff;
  readonly pollMs: number;
  readonly graceMs: number;
}

/** DBOS is one for a process: its workflow is registered once, and does what the worker of the moment says. */
type RunTry = (key: string, tryNumber: number) => Promise<void>;
const ACTIVE = new WeakMap<object, { runTry: RunTry | undefined }>();

/** How long a stopped worker waits for what is under way before it leaves it to others. */
const LET_GO_MS = 10_000;
const TAKE_OVER_MS = 500;

/** Works until the signal comes. */
export async function runDbosWorker(
  perform: StepPerformer,
  options: WorkOptions,
  executor: string,
  parts: DbosWorkerParts,
): Promise<void> {
  const { url, packages, pool, client, pollMs, graceMs } = parts;
  const { DBOS } = packages.dbos;
  const { name, jobs, kinds, signal } = options;
  const workers = new WorkerList(client, { executor, name, jobs, kinds }, graceMs);
  const tries = new TryRunner(perform, options, workers, parts);
  const active = registerWorkflow(DBOS);
  if (active.runTry !== undefined)
    throw new PlimsollError('INTERNAL', 'a process can be one worker of a database at a time');
  active.runTry = (key, tryNumber) => tries.run(key, tryNumber);
  const connection = new KeptConnection({
    url,
    pg: packages.pg,
    setUp: (connected) => workers.enter(connected),
  });
  try {
    const queues = kinds.flatMap((kind) => [sharedQueue(kind), ownQueue(kind, name)]);
    for (const queue of queues)
      await withPatience(
        () => client.registerQueue(queue, { workerConcurrency: jobs, minPollingIntervalMs: pollMs }),
        { patienceMs: Number.POSITIVE_INFINITY, signal },
      );
    DBOS.setConfig({ ...describeDbos(url, pool), executorID: executor, listenQueues: queues });
    const launch = (): Promise<void> =>
      DBOS.launch().catch(async (error: unknown) => {
        await DBOS.shutdown().catch(() => {});
        throw error;
      });
    await withPatience(launch, { patienceMs: Number.POSITIVE_INFINITY, signal });
    while (!signal.aborted) {
      await sleep(TAKE_OVER_MS, undefined, { signal }).catch(() => {});
      if (connection.client !== undefined && !signal.aborted)
        await workers.takeOver(connection.client).catch(ignorePassing);
    }
    await tries.settle(LET_GO_MS);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await DBOS.shutdown().catch(() => {});
    active.runTry = undefined;
    await workers.leave(pool).catch(() => {});
    await connection.close();
  }
}

function registerWorkflow(DBOS: PostgresPackages['dbos']['DBOS']): { runTry: RunTry | undefined } {
  const known = ACTIVE.get(DBOS);
  if (known !== undefined) return known;
  const active: { runTry: RunTry | undefined } = { runTry: undefined };
  ACTIVE.set(DBOS, active);
  const runTry = async (key: string, tryNumber: number): Promise<null> => {
    if (active.runTry === undefined) return NEVER;
    await active.runTry(key, tryNumber);
    return null;
  };
  // Workers that were killed are not the step's fault, however many they were.
  DBOS.registerWorkflow(runTry, { name: WORKFLOW, maxRecoveryAttempts: 1_000_000 });
  return active;
}

function ignorePassing(error: unknown): void {
  if (!isPassing(error)) throw error;
}

/** Never resolves: a workflow that has not ended is taken over by others once this process is gone. */
const NEVER = new Promise<never>(() => {});

class TryRunner {
  readonly #perform: StepPerformer;
  readonly #options: WorkOptions;
  readonly #workers: WorkerList;
  readonly #parts: DbosWorkerParts;
  readonly #ended = new Bell();
  #underWay = 0;

  constructor(perform: StepPerformer, options: WorkOptions, workers: WorkerList, parts: DbosWorkerParts) {
    this.#perform = perform;
    this.#options = options;
    this.#workers = workers;
    this.#parts = parts;
  }

  async run(key: string, tryNumber: number): Promise<void> {
    const { signal, jobs } = this.#options;
    // Each queue alone keeps to the number of jobs; together they may bring more.
    while (this.#underWay >= jobs && !signal.aborted) await this.#ended.wait(signal);
    if (signal.aborted) return NEVER;
    this.#underWay++;
    this.#tell();
    try {
      return await this.#try(key, tryNumber);
    } finally {
      this.#underWay--;
      this.#tell();
      this.#ended.ring();
    }
  }

  /** Until nothing is under way, or the time is over. */
  async settle(limitMs: number): Promise<void> {
    const limit = AbortSignal.timeout(limitMs);
    while (this.#underWay > 0 && !limit.aborted) await this.#ended.wait(limit);
  }

  async #try(key: string, tryNumber: number): Promise<void> {
    const { name, signal, onOutcome } = this.#options;
    const { table, backOff } = this.#parts;
    const patience = { patienceMs: Number.POSITIVE_INFINITY, signal };
    const begun = await withPatience(() => table.begin(key, tryNumber, name), patience).catch(letGo);
    if (begun === undefined) return;
    if (begun === 'let-go') return this.#neverEnd();
    const { step, attempt } = begun;
    const outcome = await performStep(this.#perform, step, { signal, attempt });
    if (outcome.kind === 'let-go') return this.#neverEnd();
    // Whoever asks for the next step knows by then that this job is free.
    await this.#workers.tellUnderWay(this.#parts.pool, this.#underWay - 1).catch(() => {});
    const failures = begun.failures + 1;
    const restMs = failures < step.tries ? backOff(failures) : undefined;
    const fail = (code: string, message: string): Promise<boolean> =>
      table.fail(begun, code, message, restMs);
    // What was done while the worker was told to stop is still worth keeping.
    const keeping = { patienceMs: signal.aborted ? LET_GO_MS : Number.POSITIVE_INFINITY, signal: NO_SIGNAL };
    if (outcome.kind === 'failed') {
      const isKept = await withPatience(() => fail(outcome.code, outcome.message), keeping);
      if (isKept) onOutcome?.(step, { ...outcome, attempts: attempt });
      return;
    }
    try {
      const isKept = await withPatience(() => table.finish(begun, name, outcome.result), keeping);
      if (isKept) onOutcome?.(step, { ...outcome, attempts: attempt });
    } catch (error) {
      // A result that the database does not take is a failed try: whoever asks must not wait for ever.
      const { code, message } = error as PlimsollError;
      await withPatience(() => fail(code, message), keeping);
      onOutcome?.(step, { kind: 'failed', code, message, attempts: attempt });
    }
  }

  /** The job is free again for `settle`, the workflow stays as it is in the database. */
  #neverEnd(): Promise<never> {
    this.#underWay--;
    this.#ended.ring();
    return NEVER;
  }

  #tell(): void {
    this.#workers.tellUnderWay(this.#parts.pool, this.#underWay).catch(() => {});
  }
}

const NO_SIGNAL = new AbortController().signal;

function letGo(error: unknown): 'let-go' {
  if (error instanceof PlimsollError && error.code === 'ABORTED') return 'let-go';
  throw error;
}
