// One scanning thread, seen from the main one: it has one job at a time, and whatever becomes of the thread, the job ends.
import { Worker } from 'node:worker_threads';
import { PlimsollError } from '../../errors.ts';
import type { FileLocation } from '../../oci/image/image.ts';
import { decodeFacts } from '../facts/facts-format.ts';
import { ALL_READINGS } from '../facts/facts-readings.ts';
import type { GrowingFile } from './scan-growing.ts';
import type { LayerScan, ScanOptions } from './scan-layer.ts';
import type { ScanReply, ScanRequest } from './scan-messages.ts';
import { untilAborted } from './until-aborted.ts';

/** Stored bytes of a stream that may wait in a worker; more would only fill the memory. */
const WAITING_LIMIT_BYTES = 4 * 1024 * 1024;

/** A layer to scan: a range of a file, also of one that grows, or a stream. */
export type ScanJob =
  | FileLocation
  | ({ readonly kind: 'growing' } & GrowingFile)
  | { readonly kind: 'stream'; readonly open: (signal: AbortSignal) => AsyncIterable<Uint8Array> };

/** A thread that scans one layer after the other. */
export class ScanWorker {
  // Options of the process (`--input-type`, loaders) are for its own program, not for this one.
  readonly #worker = new Worker(new URL('./layer-worker.js', import.meta.url), { execArgv: [] });
  #job = 0;
  #failure: PlimsollError | undefined;
  #onReply: (reply: ScanReply) => void = () => {};
  #onFailure: (failure: PlimsollError) => void = () => {};

  constructor() {
    // An idle thread must not keep the process alive.
    this.#worker.unref();
    this.#worker.on('message', (reply: ScanReply) => {
      if (reply.job === this.#job) this.#onReply(reply);
    });
    this.#worker.on('error', (cause) => this.#fail('INTERNAL', 'a scanning thread failed', cause));
    this.#worker.on('exit', () => this.#fail('INTERNAL', 'a scanning thread ended by itself'));
  }

  /** Whether the thread is gone, so that every further job fails. */
  get isGone(): boolean {
    return this.#failure !== undefined;
  }

  /** Scans one layer; the job before must be over. */
  async scan(
    job: ScanJob,
    options: ScanOptions,
    signal: AbortSignal,
    onProgress: (storedBytes: number) => void,
  ): Promise<LayerScan> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#job++;
    this.#worker.ref();
    const wanted = {
      job: this.#job,
      wantStoredDigest: options.wantStoredDigest ?? false,
      readings: options.readings ?? ALL_READINGS,
      budget: options.budget?.shared,
    };
    try {
      if (job.kind === 'stream')
        return await this.#scanStream(job.open(signal), { kind: 'stream', ...wanted }, onProgress);
      let toldBytes = 0;
      const result = this.#listen((storedBytes) => {
        onProgress(storedBytes - toldBytes);
        toldBytes = storedBytes;
      });
      if (job.kind === 'growing') {
        const { kind, fd, offsetBytes, range } = job;
        this.#send({ kind, fd, offsetBytes, growth: range.shared, ...wanted });
      } else this.#send({ ...job, ...wanted });
      const scan = await result;
      onProgress(scan.storedBytes - toldBytes);
      return scan;
    } finally {
      this.#onReply = () => {};
      this.#onFailure = () => {};
      this.#worker.unref();
    }
  }

  /** Ends the thread, also in the middle of a job, which then fails as ABORTED. */
  async stop(): Promise<void> {
    this.#fail('ABORTED', 'the run was stopped');
    await this.#worker.terminate();
  }

  async #scanStream(
    source: AsyncIterable<Uint8Array>,
    request: Extract<ScanRequest, { kind: 'stream' }>,
    onProgress: (storedBytes: number) => void,
  ): Promise<LayerScan> {
    let waitingBytes = 0;
    let wake = (): void => {};
    // The stream is fed beside the waiting for the result, which may fail before the stream has come to its end.
    const ended = new AbortController();
    const result = this.#listen((storedBytes) => {
      waitingBytes -= storedBytes;
      wake();
      onProgress(storedBytes);
    });
    const end = (): void => {
      ended.abort();
      wake();
    };
    result.then(end, end);
    this.#send(request);
    try {
      for await (const bytes of untilAborted(source, ended.signal)) {
        this.#sendBytes(bytes);
        waitingBytes += bytes.byteLength;
        while (waitingBytes > WAITING_LIMIT_BYTES && !ended.signal.aborted)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
      this.#send({ kind: 'end', job: this.#job });
    } catch (error) {
      if (!ended.signal.aborted) {
        this.#send({ kind: 'abandon', job: this.#job });
        throw error;
      }
    }
    return await result;
  }

  /** The job's result; `onBytes` is told the stored bytes of each reply that tells of some. */
  #listen(onBytes: (storedBytes: number) => void): Promise<LayerScan> {
    return new Promise<LayerScan>((resolve, reject) => {
      this.#onFailure = reject;
      this.#onReply = (reply) => {
        if (reply.kind === 'done') resolve(toScan(reply));
        else if (reply.kind === 'failed') reject(fromPortable(reply.error));
        else onBytes(reply.storedBytes);
      };
    });
  }

  #fail(code: PlimsollError['code'], message: string, cause?: unknown): void {
    this.#failure ??= new PlimsollError(code, message, { cause });
    this.#onFailure(this.#failure);
  }

  #send(request: ScanRequest): void {
    this.#worker.postMessage(request);
  }

  /** A message takes the whole buffer that a view looks into, so the bytes get one of their own. */
  #sendBytes(bytes: Uint8Array): void {
    const own = new Uint8Array(bytes);
    this.#worker.postMessage({ kind: 'bytes', job: this.#job, bytes: own } satisfies ScanRequest, [
      own.buffer,
    ]);
  }
}

function toScan(reply: Extract<ScanReply, { kind: 'done' }>): LayerScan {
  const { compression, storedBytes, storedDigest, isFileUnchanged } = reply;
  return {
    facts: decodeFacts(reply.facts),
    shipped: new Float64Array(reply.shipped),
    compression,
    storedBytes,
    storedDigest,
    isFileUnchanged,
  };
}

function fromPortable(error: Extract<ScanReply, { kind: 'failed' }>['error']): PlimsollError {
  const { code, message, ...details } = error;
  return new PlimsollError(code, message, details);
}
