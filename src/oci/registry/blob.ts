// A blob as a stream (distribution-spec "Pulling blobs"): proven while it flows, taken up again where it breaks off.
import type { IncomingMessage } from 'node:http';
import { PlimsollError } from '../../errors.ts';
import { createDigester } from '../bytes/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { readBody, statedLength } from './body.ts';
import { brokenOff, isTransient } from './network-error.ts';
import { createPatience } from './patience.ts';
import type { Registry } from './registry.ts';

/** A transfer that came this much further has earned new patience. */
const PROGRESS_BYTES = 1024 * 1024;
/** A server that knows no ranges sends everything again; it is let do so only so often. */
const RESTART_LIMIT = 5;

/** What to stream. */
export interface BlobRequest {
  readonly descriptor: Descriptor;
  /** `blobs/DIGEST` of the registry, or a URL elsewhere. */
  readonly from: string | URL;
  /** What it is, for messages. */
  readonly what: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * The blob's bytes in order, each of them once. Throws DIGEST_MISMATCH at the end where they are not what the
 * descriptor says, and REGISTRY_INVALID before the first byte beyond its size.
 */
export async function* streamBlob(registry: Registry, request: BlobRequest): AsyncGenerator<Uint8Array> {
  const { descriptor, what, signal } = request;
  const { settings, onNotice } = registry;
  const digester = createDigester(descriptor.digest);
  const patience = createPatience({ settings, signal, onNotice });
  let offsetBytes = 0;
  let renewedAtBytes = 0;
  let restarts = 0;
  for (;;) {
    try {
      const response = await openAt(registry, request, offsetBytes);
      const skipBytes = response.statusCode === 206 ? 0 : offsetBytes;
      if (skipBytes > 0) restarts += 1;
      if (restarts > RESTART_LIMIT) throw endOfRestarts(response, registry, what);
      for await (const chunk of readFrom(registry, response, skipBytes, signal)) {
        if (offsetBytes + chunk.length > descriptor.sizeBytes)
          throw invalid(registry, `sends more than the ${descriptor.sizeBytes} bytes of ${what}`);
        offsetBytes += chunk.length;
        digester.update(chunk);
        yield chunk;
        if (offsetBytes - renewedAtBytes < PROGRESS_BYTES) continue;
        renewedAtBytes = offsetBytes;
        patience.renew();
      }
      if (offsetBytes === descriptor.sizeBytes) break;
      throw brokenOff(registry.base.host);
    } catch (error) {
      // All bytes came and only the end of the answer did not: the digest decides.
      if (offsetBytes > 0 && offsetBytes === descriptor.sizeBytes && isTransient(error)) break;
      await patience.waitAfter(error, offsetBytes > 0);
    }
  }
  const found = digester.digest();
  if (found !== descriptor.digest)
    throw new PlimsollError('DIGEST_MISMATCH', `${what} should be ${descriptor.digest} but is ${found}`, {
      hint: `${registry.reference.host} sends other bytes than the manifest promises; push the image again.`,
    });
}

/** One answer, whose head fits what is left of the blob. */
async function openAt(
  registry: Registry,
  { descriptor, from, what, signal }: BlobRequest,
  offsetBytes: number,
): Promise<IncomingMessage> {
  const headers = {
    'accept-encoding': 'identity',
    ...(offsetBytes === 0 ? {} : { range: `bytes=${offsetBytes}-` }),
  };
  const response = await registry.get({ from, headers, what, signal });
  const problem =
    response.statusCode === 206
      ? findRangeProblem(response, offsetBytes, descriptor.sizeBytes)
      : findLengthProblem(response, descriptor.sizeBytes);
  if (problem === undefined) return response;
  response.destroy();
  throw invalid(registry, `${problem} for ${what}, which has ${descriptor.sizeBytes} bytes`);
}

function findLengthProblem(response: IncomingMessage, sizeBytes: number): string | undefined {
  const stated = statedLength(response);
  return stated === undefined || stated === sizeBytes ? undefined : `promises ${stated} bytes`;
}

/** A part may end early, which is then asked for anew; but it must start where it was to start. */
function findRangeProblem(
  response: IncomingMessage,
  offsetBytes: number,
  sizeBytes: number,
): string | undefined {
  const range = response.headers['content-range'] ?? '';
  const [, start, total] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(range) ?? [];
  const isFitting = Number(start) === offsetBytes && (total === '*' || Number(total) === sizeBytes);
  return isFitting ? undefined : `sends another part than bytes ${offsetBytes} and on`;
}

async function* readFrom(
  registry: Registry,
  response: IncomingMessage,
  skipBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const { stallLimitMs } = registry.settings;
  let leftToSkip = skipBytes;
  for await (const chunk of readBody(response, { host: registry.base.host, stallLimitMs, signal })) {
    const skipped = Math.min(leftToSkip, chunk.length);
    leftToSkip -= skipped;
    if (skipped < chunk.length) yield skipped === 0 ? chunk : chunk.subarray(skipped);
  }
}

function endOfRestarts(response: IncomingMessage, registry: Registry, what: string): PlimsollError {
  response.destroy();
  return invalid(registry, `breaks off ${what} again and again, and cannot continue it`);
}

function invalid(registry: Registry, what: string): PlimsollError {
  return new PlimsollError('REGISTRY_INVALID', `${registry.reference.host} ${what}`);
}
