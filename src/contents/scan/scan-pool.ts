// A pool of worker threads that scan layers side by side; the largest layers are to be given first.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { PlimsollError } from '../../errors.ts';
import { decodeFacts } from '../facts/facts-format.ts';
import { type LayerScan, type ScanOptions, scanFileRange, scanStream } from './scan-layer.ts';
import type { ScanReply, ScanRequest } from './scan-messages.ts';

/** Stored bytes of a stream that may wait in a worker; more would only fill the memory. */
const WAITING_LIMIT_BYTES = 4 * 1024 * 1024;
const WORKERS_LIMIT = 8;

/** A layer to scan: a range of a file, or a stream. */
export type ScanJob =
  | { readonly kind: 'file'; readonly path: string; readonly offsetBytes: number; readonly sizeBytes: number }
  | { readonly kind: 'stream'; readonly open: (signal: AbortSignal) => AsyncIterable<Uint8Array> };

/** Scans layers in worker threads, or in the calling thread where it has none. */
export class ScanPool {
  readonly #limit: number;
  readonly #idle: ScanWorker[] = [];
  readonly #all: ScanWorker[] = [];
  readonly #waiting: ((worker: ScanWorker) => void)[] = [];
  #isClosed = false;

  /** `workers`: threads at most; 0 scans in the calling thread. Threads are started when they are needed. */
  constructor(workers: number = availableParallelism()) {
    this.#limit = Math.min(workers, WORKERS_LIMIT);
  }

  /** Starts threads before there is work, so that they load while the image is opened. */
  warm(workers: number): void {
    while (this.#all.length < Math.min(workers, this.#limit)) this.#idle.push(this.#start());
  }

  /** Scans one layer; `onProgress` is told stored bytes read since the last call. */
  async scan(
    job: ScanJob,
    options: ScanOptions,
    signal: AbortSignal,
    onProgress: (storedBytes: number) => void = () => {},
  ): Promise<LayerScan> {
    signal.throwIfAborted();
    if (this.#limit === 0) return scanHere(job, options, signal);
    const worker = await this.#take();
    const onAbort = (): void => void this.close();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await worker.scan(job, options, signal, onProgress);
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#release(worker);
    }
  }

  /** Ends the threads, also in the middle of their work. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#all.map((worker) => worker.stop()));
  }

  #start(): ScanWorker {
    const worker = new ScanWorker();
    this.#all.push(worker);
    return worker;
  }

  async #take(): Promise<ScanWorker> {
    if (this.#isClosed) throw new PlimsollError('ABORTED', 'cancelled');
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#all.length < this.#limit) return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(worker: ScanWorker): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(worker);
    else next(worker);
  }
}

async function scanHere(job: ScanJob, options: ScanOptions, signal: AbortSignal): Promise<LayerScan> {
  if (job.kind === 'file') return scanFileRange(job.path, job.offsetBytes, job.sizeBytes, options);
  return scanStream(job.open(signal), options);
}

/** One thread and the job it has. */
class ScanWorker {
  readonly #worker = new Worker(new URL('./layer-worker.js', import.meta.url));
  #onReply: (reply: ScanReply) => void = () => {};
  #onCrash: (error: unknown) => void = () => {};

  constructor() {
    // An idle thread must not keep the process alive.
    this.#worker.unref();
    this.#worker.on('message', (reply: ScanReply) => this.#onReply(reply));
    this.#worker.on('error', (error) =>
      this.#onCrash(new PlimsollError('INTERNAL', 'a scanning thread failed', { cause: error })),
    );
    this.#worker.on('exit', () => this.#onCrash(new PlimsollError('ABORTED', 'cancelled')));
  }

  async scan(
    job: ScanJob,
    options: ScanOptions,
    signal: AbortSignal,
    onProgress: (bytes: number) => void,
  ): Promise<LayerScan> {
    this.#worker.ref();
    let waitingBytes = 0;
    let toldBytes = 0;
    let wake = (): void => {};
    let hasEnded = false;
    try {
      const result = new Promise<LayerScan>((resolve, reject) => {
        this.#onCrash = (error) => {
          hasEnded = true;
          reject(error);
          wake();
        };
        this.#onReply = (reply) => {
          if (reply.kind === 'done') resolve(toScan(reply));
          else if (reply.kind === 'failed') reject(fromPortable(reply.error));
          else if (reply.kind === 'consumed') {
            waitingBytes -= reply.storedBytes;
            onProgress(reply.storedBytes);
          } else {
            onProgress(reply.storedBytes - toldBytes);
            toldBytes = reply.storedBytes;
          }
          hasEnded ||= reply.kind === 'done' || reply.kind === 'failed';
          wake();
        };
      });
      // The stream is pumped beside it; whichever fails first is the error.
      result.catch(() => {});
      const wantStoredDigest = options.wantStoredDigest ?? false;
      if (job.kind === 'file') {
        const { path, offsetBytes, sizeBytes } = job;
        this.#send({ kind: 'file', path, offsetBytes, sizeBytes, wantStoredDigest });
        const scan = await result;
        onProgress(scan.storedBytes - toldBytes);
        return scan;
      }
      this.#send({ kind: 'stream', wantStoredDigest });
      try {
        for await (const bytes of job.open(signal)) {
          this.#send({ kind: 'bytes', bytes });
          waitingBytes += bytes.byteLength;
          while (waitingBytes > WAITING_LIMIT_BYTES && !hasEnded)
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          if (hasEnded) break;
        }
      } catch (error) {
        this.#send({ kind: 'abandon' });
        throw error;
      }
      this.#send({ kind: 'end' });
      return await result;
    } finally {
      this.#onReply = () => {};
      this.#onCrash = () => {};
      this.#worker.unref();
    }
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #send(request: ScanRequest): void {
    this.#worker.postMessage(request);
  }
}

function toScan(reply: Extract<ScanReply, { kind: 'done' }>): LayerScan {
  const { compression, storedBytes, storedDigest } = reply;
  return {
    facts: decodeFacts(reply.facts),
    shipped: new Float64Array(reply.shipped),
    compression,
    storedBytes,
    storedDigest,
  };
}

function fromPortable(error: Extract<ScanReply, { kind: 'failed' }>['error']): PlimsollError {
  const { code, message, ...details } = error;
  return new PlimsollError(code, message, details);
}
