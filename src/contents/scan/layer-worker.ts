// The worker thread: scans one layer after the other and hands the facts over without a copy.
import { parentPort } from 'node:worker_threads';
import { PlimsollError } from '../../errors.ts';
import { encodeFacts } from '../facts/facts-format.ts';
import { createLayerScanner, type LayerScan, type LayerScanner, scanFileRange } from './scan-layer.ts';
import type { PortableError, ScanReply, ScanRequest } from './scan-messages.ts';

const PROGRESS_BYTES = 8 * 1024 * 1024;

const port = parentPort!;
let scanner: LayerScanner | undefined;
let chain: Promise<void> = Promise.resolve();
let failed = false;

// Load the hash while the main thread still opens the image.
void createLayerScanner();

port.on('message', (request: ScanRequest) => {
  chain = chain.then(() => handle(request)).catch(fail);
});

async function handle(request: ScanRequest): Promise<void> {
  switch (request.kind) {
    case 'file': {
      const { path, offsetBytes, sizeBytes, wantStoredDigest } = request;
      let told = 0;
      const onRead = (storedBytes: number): void => {
        if (storedBytes - told < PROGRESS_BYTES) return;
        told = storedBytes;
        send({ kind: 'progress', storedBytes });
      };
      return finish(await scanFileRange(path, offsetBytes, sizeBytes, { wantStoredDigest, onRead }));
    }
    case 'stream':
      failed = false;
      scanner = await createLayerScanner({ wantStoredDigest: request.wantStoredDigest });
      return;
    case 'bytes':
      if (failed) return;
      await scanner!.push(request.bytes);
      return send({ kind: 'consumed', storedBytes: request.bytes.byteLength });
    case 'end':
      if (!failed) finish(await scanner!.finish());
      return;
    case 'abandon':
      scanner = undefined;
  }
}

function finish(scan: LayerScan): void {
  const facts = encodeFacts(scan.facts);
  const shipped = scan.shipped.slice().buffer;
  const { compression, storedBytes, storedDigest } = scan;
  port.postMessage(
    { kind: 'done', facts, shipped, compression, storedBytes, storedDigest } satisfies ScanReply,
    [facts, shipped],
  );
}

function fail(error: unknown): void {
  failed = true;
  send({ kind: 'failed', error: toPortable(error) });
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
