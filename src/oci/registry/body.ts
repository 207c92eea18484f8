// Reading bodies of answers: within a time and a size, whatever the server does.
import type { IncomingMessage } from 'node:http';
import { PlimsollError } from '../../errors.ts';
import { explainNetworkError, hang } from './network-error.ts';

/** Less than this within the stall limit is no transfer but a hang. */
const STALL_FLOOR_BYTES = 64 * 1024;
const DISCARD_LIMIT_BYTES = 64 * 1024;
const DISCARD_LIMIT_MS = 2000;

/** What reading a body needs to know. */
export interface BodyOptions {
  readonly host: string;
  readonly stallLimitMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * The body's bytes as they come. Only waiting for the server counts as a stall, not what the reader does meanwhile.
 * Throws REGISTRY_UNREACHABLE or ABORTED; the connection is gone where the reader stops early.
 */
export async function* readBody(response: IncomingMessage, options: BodyOptions): AsyncGenerator<Uint8Array> {
  const { host, stallLimitMs, signal } = options;
  const chunks = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let waitedMs = 0;
  let receivedBytes = 0;
  try {
    for (;;) {
      const started = performance.now();
      const timer = setTimeout(
        () => response.destroy(hang(host, 'sent nothing more', stallLimitMs)),
        Math.max(1, stallLimitMs - waitedMs),
      );
      let next: IteratorResult<Buffer>;
      try {
        next = await chunks.next();
      } finally {
        clearTimeout(timer);
      }
      if (next.done === true) return;
      waitedMs += performance.now() - started;
      receivedBytes += next.value.length;
      if (receivedBytes >= STALL_FLOOR_BYTES) {
        waitedMs = 0;
        receivedBytes = 0;
      }
      yield next.value;
    }
  } catch (error) {
    throw explainNetworkError(error, host, signal);
  } finally {
    if (!response.complete) response.destroy();
  }
}

/** The whole body; throws REGISTRY_INVALID, at once where the length says so, where it is larger than the limit. */
export async function readWhole(
  response: IncomingMessage,
  limitBytes: number,
  what: string,
  options: BodyOptions,
): Promise<Uint8Array> {
  const promised = statedLength(response);
  if (promised !== undefined && promised > limitBytes) {
    response.destroy();
    throw tooLarge(what, `${promised}`, limitBytes, options.host);
  }
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of readBody(response, options)) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > limitBytes) throw tooLarge(what, 'more', limitBytes, options.host);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The length that the answer's head states; undefined where it states none. */
export function statedLength(response: IncomingMessage): number | undefined {
  const header = response.headers['content-length'];
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

/** Lets a body that nobody wants run out, so that its connection serves again; cuts it where it is long. */
export function discardBody(response: IncomingMessage): void {
  if (response.readableFlowing === true) return;
  if ((statedLength(response) ?? 0) > DISCARD_LIMIT_BYTES) return void response.destroy();
  let sizeBytes = 0;
  const timer = setTimeout(() => response.destroy(), DISCARD_LIMIT_MS).unref();
  response.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > DISCARD_LIMIT_BYTES) response.destroy();
  });
  response.on('error', () => {});
  response.on('close', () => clearTimeout(timer));
}

function tooLarge(what: string, size: string, limitBytes: number, host: string): PlimsollError {
  return new PlimsollError(
    'REGISTRY_INVALID',
    `${host} sends ${size} bytes for ${what}, where at most ${limitBytes} are allowed`,
  );
}
