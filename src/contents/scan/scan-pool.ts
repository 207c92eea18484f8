// A pool of worker threads that scan layers side by side; the largest layers are to be given first.
import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PlimsollError } from '../../errors.ts';
import { throwIfAborted } from '../../oci/layout/check-abort.ts';
import { scanGrowing } from './scan-growing.ts';
import { type LayerScan, type ScanOptions, scanFileRange, scanStream } from './scan-layer.ts';
import { type ScanJob, ScanWorker } from './scan-worker.ts';
import { untilAborted } from './until-aborted.ts';

const WORKERS_LIMIT = 8;

/** Who waits for a thread to be free. */
interface Waiting {
  readonly resolve: (worker: ScanWorker) => void;
  readonly reject: (error: PlimsollError) => void;
}

/** Scans layers in worker threads, or in the calling thread where it has none. */
export class ScanPool {
  readonly #limit: number;
  readonly #idle: ScanWorker[] = [];
  readonly #all = new Set<ScanWorker>();
  readonly #waiting: Waiting[] = [];
  readonly #signals = new Set<AbortSignal>();
  readonly #onAbort = (): void => void this.close();
  #here: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** `workers`: threads at most; 0 scans in the calling thread. Threads are started when they are needed. */
  constructor(workers: number = availableParallelism()) {
    this.#limit = workers > 0 ? Math.min(Math.ceil(workers), WORKERS_LIMIT) : 0;
  }

  /**
   * Scans one layer; `onProgress` is told stored bytes read since the last call. Where the signal is given, the whole pool
   * closes, and every scan under way or waiting fails as ABORTED.
   */
  async scan(
    job: ScanJob,
    options: ScanOptions,
    signal: AbortSignal,
    onProgress: (storedBytes: number) => void = () => {},
  ): Promise<LayerScan> {
    throwIfAborted(signal);
    if (this.#limit === 0) return this.#scanHere(job, options, signal, onProgress);
    this.#closeAt(signal);
    const worker = await this.#take();
    try {
      return await worker.scan(job, options, signal, onProgress);
    } finally {
      this.#release(worker);
    }
  }

  /** Ends the threads, also in the middle of their work. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const signal of this.#signals) signal.removeEventListener('abort', this.#onAbort);
    for (const { reject } of this.#waiting.splice(0)) reject(stopped());
    await Promise.all([...this.#all].map((worker) => worker.stop()));
  }

  /** One listener for all scans that share the signal. */
  #closeAt(signal: AbortSignal): void {
    if (this.#signals.has(signal)) return;
    this.#signals.add(signal);
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  #start(): ScanWorker {
    const worker = new ScanWorker();
    this.#all.add(worker);
    return worker;
  }

  async #take(): Promise<ScanWorker> {
    if (this.#isClosed) throw stopped();
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (!idle.isGone) return idle;
      this.#all.delete(idle);
    }
    if (this.#all.size < this.#limit) return this.#start();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #release(worker: ScanWorker): void {
    if (this.#isClosed) return;
    if (worker.isGone) this.#all.delete(worker);
    const next = this.#waiting.shift();
    if (next !== undefined) next.resolve(worker.isGone ? this.#start() : worker);
    else if (!worker.isGone) this.#idle.push(worker);
  }

  /** Without threads one layer is scanned after the other: side by side they would only take more memory. */
  #scanHere(
    job: ScanJob,
    options: ScanOptions,
    signal: AbortSignal,
    onProgress: (storedBytes: number) => void,
  ): Promise<LayerScan> {
    const scan = this.#here.then(async () => {
      await nextTurn();
      throwIfAborted(signal);
      return scanInThisThread(job, options, signal, onProgress);
    });
    this.#here = scan.catch(() => {});
    return scan;
  }
}

async function scanInThisThread(
  job: ScanJob,
  options: ScanOptions,
  signal: AbortSignal,
  onProgress: (storedBytes: number) => void,
): Promise<LayerScan> {
  if (job.kind === 'stream') return scanStream(watch(job.open(signal), signal, onProgress), options);
  if (job.kind === 'growing') {
    await job.range.ended;
    return scanGrowing(job, options);
  }
  let toldBytes = 0;
  const onRead = (storedBytes: number): void => {
    throwIfAborted(signal);
    onProgress(storedBytes - toldBytes);
    toldBytes = storedBytes;
  };
  return scanFileRange(job.path, job.offsetBytes, job.sizeBytes, {
    ...options,
    identity: job.identity,
    onRead,
  });
}

async function* watch(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  onProgress: (storedBytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of untilAborted(source, signal)) {
    yield bytes;
    onProgress(bytes.byteLength);
  }
}

function stopped(): PlimsollError {
  return new PlimsollError('ABORTED', 'the run was stopped');
}
