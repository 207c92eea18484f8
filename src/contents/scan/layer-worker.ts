// The worker thread: scans one layer after the other and hands the facts over without a copy.
import { parentPort } from 'node:worker_threads';
import { PlimsollError } from '../../errors.ts';
import { encodeFacts } from '../facts/facts-format.ts';
import { FactsColumns } from './facts-columns.ts';
import { GrowingRange } from './growing-range.ts';
import { GrowthBudget } from './growth-budget.ts';
import { scanGrowing } from './scan-growing.ts';
import { createLayerScanner, type LayerScan, type LayerScanner, scanFileRange } from './scan-layer.ts';
import type { PortableError, ScanReply, ScanRequest } from './scan-messages.ts';

const PROGRESS_BYTES = 8 * 1024 * 1024;

const port = parentPort!;
/** One set for all layers of this thread: what is handed over is a copy. */
const columns = new FactsColumns();
let scanner: LayerScanner | undefined;
let chain: Promise<void> = Promise.resolve();

// Load the hash while the main thread still opens the image.
void createLayerScanner({ readings: { packages: false, secretRules: null } });

port.on('message', (request: ScanRequest) => {
  chain = chain
    .then(() => handle(request))
    .catch((error: unknown) => {
      // What still comes of this job's stream is passed over.
      scanner = undefined;
      send({ kind: 'failed', job: request.job, error: toPortable(error) });
    });
});

async function handle(request: ScanRequest): Promise<void> {
  const { job } = request;
  switch (request.kind) {
    case 'file': {
      const { path, offsetBytes, sizeBytes, identity, wantStoredDigest, readings } = request;
      let told = 0;
      const onRead = (storedBytes: number): void => {
        if (storedBytes - told < PROGRESS_BYTES) return;
        told = storedBytes;
        send({ kind: 'progress', job, storedBytes });
      };
      const options = { ...budgetOf(request), identity, wantStoredDigest, readings, onRead, columns };
      return finish(job, await scanFileRange(path, offsetBytes, sizeBytes, options));
    }
    case 'growing': {
      const { fd, offsetBytes, growth, wantStoredDigest, readings } = request;
      const file = { fd, offsetBytes, range: new GrowingRange(growth) };
      const options = { ...budgetOf(request), wantStoredDigest, readings, columns };
      return finish(job, await scanGrowing(file, options));
    }
    case 'stream':
      scanner = await createLayerScanner({
        ...budgetOf(request),
        wantStoredDigest: request.wantStoredDigest,
        readings: request.readings,
        columns,
      });
      return;
    case 'bytes':
      if (scanner === undefined) return;
      await scanner.push(request.bytes);
      return send({ kind: 'consumed', job, storedBytes: request.bytes.byteLength });
    case 'end':
      if (scanner !== undefined) finish(job, await scanner.finish());
      scanner = undefined;
      return;
    case 'abandon':
      scanner = undefined;
  }
}

function budgetOf({ budget }: { readonly budget: SharedArrayBuffer | undefined }): { budget?: GrowthBudget } {
  return budget === undefined ? {} : { budget: new GrowthBudget(budget) };
}

function finish(job: number, scan: LayerScan): void {
  const facts = encodeFacts(scan.facts);
  const shipped = scan.shipped.slice().buffer;
  const { compression, storedBytes, storedDigest, isFileUnchanged } = scan;
  port.postMessage(
    {
      kind: 'done',
      job,
      facts,
      shipped,
      compression,
      storedBytes,
      storedDigest,
      isFileUnchanged,
    } satisfies ScanReply,
    [facts, shipped],
  );
}

function toPortable(error: unknown): PortableError {
  if (!(error instanceof PlimsollError))
    return { code: 'INTERNAL', message: String((error as Error)?.stack ?? error) };
  return {
    code: error.code,
    message: error.message,
    ...(error.subject === undefined ? {} : { subject: error.subject }),
    ...(error.offsetBytes === undefined ? {} : { offsetBytes: error.offsetBytes }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
}

function send(reply: ScanReply): void {
  port.postMessage(reply);
}
