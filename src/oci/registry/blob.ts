// A blob as a stream (distribution-spec "Pulling blobs"): proven while it flows, taken up again where it breaks off.
import type { IncomingMessage } from 'node:http';
import { PlimsollError } from '../../errors.ts';
import { createDigester } from '../bytes/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { readBody, statedLength } from './body.ts';
import { isTransient } from './network-error.ts';
import { createPatience } from './patience.ts';
import { patienceFor, type Registry } from './registry.ts';

/** A transfer that came this much further has earned new patience. */
const PROGRESS_BYTES = 1024 * 1024;
/** A server that knows no ranges sends everything again; it is asked to only so often. */
const RESTART_LIMIT = 5;

/** What to stream. */
export interface BlobRequest {
  readonly descriptor: Descriptor;
  /** `blobs/DIGEST` of the registry, or a URL elsewhere. */
  readonly from: string | URL;
  readonly what: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * The blob's bytes in order, each of them once. Throws DIGEST_MISMATCH at the end where they are not what the
 * descriptor says, and REGISTRY_INVALID at the first byte beyond its size.
 */
export async function* streamBlob(registry: Registry, request: BlobRequest): AsyncGenerator<Uint8Array> {
  const { descriptor, what, signal } = request;
  const { sizeBytes } = descriptor;
  const digester = createDigester(descriptor.digest);
  const patience = createPatience(patienceFor(registry.settings, signal, registry.onNotice));
  let offsetBytes = 0;
  let renewedAtBytes = 0;
  let restarts = 0;
  for (;;) {
    try {
      const response = await request_(registry, request, offsetBytes);
      let skipBytes = response.statusCode === 206 ? 0 : offsetBytes;
      if (skipBytes > 0 && ++restarts > RESTART_LIMIT)
        throw invalid(registry, `cannot continue ${what} where it broke off`);
      const body = { host: registry.base.host, stallLimitMs: registry.settings.stallLimitMs, signal };
      for await (const received of readBody(response, body)) {
        const chunk = skipBytes === 0 ? received : received.subarray(Math.min(skipBytes, received.length));
        skipBytes -= received.length - chunk.length;
        if (chunk.length === 0) continue;
        if (offsetBytes + chunk.length > sizeBytes)
          throw invalid(registry, `sends more than the ${sizeBytes} bytes of ${what}`);
        offsetBytes += chunk.length;
        digester.update(chunk);
        yield chunk;
      }
    } catch {}
  }
}
