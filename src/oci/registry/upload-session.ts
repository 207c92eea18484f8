// One upload at a registry (distribution-spec "Pushing a blob in chunks"): where it goes on, and how much of it has come.
import type { IncomingMessage } from 'node:http';
import { PlimsollError } from '../../errors.ts';
import type { Digest } from '../bytes/digest.ts';
import { discardBody } from './body.ts';
import { attemptPatiently, type Patience } from './patience.ts';
import type { Registry } from './registry.ts';
import { followLocation } from './transport.ts';

const OCTETS = { 'content-type': 'application/octet-stream' };
/** Statuses by which registries say that an upload cannot go on: unknown, or out of step with what they have. */
const LOST = [400, 404, 416];

/** A transfer that came this much further has earned new patience. */
const PROGRESS_BYTES = 1024 * 1024;

/** Thrown where the registry forgot an upload, which then has to begin anew. */
export class UploadLost extends Error {}

/** What the upload is of. */
export interface UploadOptions {
  readonly registry: Registry;
  readonly what: string;
  readonly signal: AbortSignal;
  readonly patience: Patience;
}

/** An upload that the registry has begun. */
export class UploadSession {
  readonly #options: UploadOptions;
  #location: URL;

  /** `response` is the registry's 202. */
  constructor(options: UploadOptions, response: IncomingMessage) {
    this.#options = options;
    this.#location = readLocation(options.registry, response, options.registry.base);
  }

  /** Sends a chunk that begins at the offset; throws UploadLost. */
  async send(bytes: Uint8Array, offsetBytes: number): Promise<void> {
    const endBytes = offsetBytes + bytes.byteLength;
    for (let from = offsetBytes; from < endBytes; ) {
      from = await this.#sendPart(bytes.subarray(from - offsetBytes), from);
      if (from < offsetBytes) throw new UploadLost();
    }
  }

  /** Sends all of the blob in one request, for registries that take no second one; throws UploadLost. */
  async sendWhole(open: () => AsyncIterable<Uint8Array>): Promise<void> {
    const { registry, what, signal, patience } = this.#options;
    try {
      const response = await registry.send({
        method: 'PATCH',
        from: this.#location,
        headers: OCTETS,
        body: open,
        what,
        signal,
        accepts: [202, 204, ...LOST],
      });
      discardBody(response);
      if (LOST.includes(response.statusCode ?? 0)) throw new UploadLost();
      this.#location = readLocation(registry, response, this.#location);
      patience.renew();
    } catch (error) {
      if (error instanceof UploadLost) throw error;
      // What was sent cannot be taken up again, so it begins anew.
      await patience.waitAfter(error, true);
      throw new UploadLost();
    }
  }

  /** Sends what is left, and makes it the blob of this digest; throws UploadLost. */
  async finish(digest: Digest, bytes: Uint8Array): Promise<void> {
    const { registry, what, signal, patience } = this.#options;
    for (;;) {
      try {
        const response = await registry.send({
          method: 'PUT',
          from: withDigest(this.#location, digest),
          headers: OCTETS,
          body: bytes,
          what,
          signal,
          accepts: [201, 202, 204, ...LOST],
        });
        const { statusCode = 0 } = response;
        discardBody(response);
        if (!LOST.includes(statusCode)) return;
        throw new UploadLost();
      } catch (error) {
        if (!(error instanceof UploadLost)) await patience.waitAfter(error, true);
        // The answer may have been lost, and not the question.
        if (await hasBlob(registry, digest, what, signal)) return;
        if (error instanceof UploadLost) throw error;
        if (bytes.byteLength > 0 && (await this.#askOffset()) !== 0) throw new UploadLost();
      }
    }
  }

  /** Tells the registry that nothing more will come. */
  async cancel(): Promise<void> {
    const { registry, what } = this.#options;
    try {
      const response = await registry.send({
        method: 'DELETE',
        from: this.#location,
        what,
        signal: AbortSignal.timeout(registry.settings.connectLimitMs),
        accepts: [200, 202, 204, 404, 405],
      });
      discardBody(response);
    } catch {
      // Registries remove by themselves what was begun and not finished.
    }
  }

  /** Gives the offset to go on at. */
  async #sendPart(bytes: Uint8Array, from: number): Promise<number> {
    const { registry, what, signal, patience } = this.#options;
    const endBytes = from + bytes.byteLength;
    try {
      const response = await registry.send({
        method: 'PATCH',
        from: this.#location,
        headers: { ...OCTETS, 'content-range': `${from}-${endBytes - 1}` },
        body: bytes,
        what,
        signal,
        accepts: [202, 204, ...LOST],
      });
      const { statusCode = 0 } = response;
      discardBody(response);
      if (LOST.includes(statusCode)) {
        const offset = await this.#askOffset();
        if (offset <= from) throw new UploadLost();
        return offset;
      }
      this.#location = readLocation(registry, response, this.#location);
      patience.renew();
      return readOffset(response) ?? endBytes;
    } catch (error) {
      if (error instanceof UploadLost) throw error;
      await patience.waitAfter(error, true);
      const offset = await this.#askOffset();
      if (offset - from >= PROGRESS_BYTES) patience.renew();
      return offset;
    }
  }

  /** How much the registry has; throws UploadLost where it does not say. */
  async #askOffset(): Promise<number> {
    const { registry, what, signal } = this.#options;
    const { settings, onNotice } = registry;
    const response = await attemptPatiently({ settings, signal, onNotice }, () =>
      registry.send({ method: 'GET', from: this.#location, what, signal, accepts: [204, ...LOST] }),
    );
    discardBody(response);
    const offset = response.statusCode === 204 ? readOffset(response) : undefined;
    if (offset === undefined) throw new UploadLost();
    this.#location = readLocation(registry, response, this.#location);
    return offset;
  }
}

/** Whether the registry has the blob in the repository. */
export async function hasBlob(
  registry: Registry,
  digest: Digest,
  what: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { settings, onNotice } = registry;
  const response = await attemptPatiently({ settings, signal, onNotice }, () =>
    registry.send({ method: 'HEAD', from: `blobs/${digest}`, what, signal, accepts: [200, 404] }),
  );
  discardBody(response);
  return response.statusCode === 200;
}

/** `0-99` says that 100 bytes have come; `0-0` is what many say of none. */
function readOffset({ headers }: IncomingMessage): number | undefined {
  const [, last] = /^(?:bytes[ =])?0-(\d{1,15})$/.exec(String(headers['range'] ?? '')) ?? [];
  if (last === undefined) return undefined;
  return last === '0' ? 0 : Number(last) + 1;
}

/** Where the upload goes on. Behind a proxy a registry may not know that it is asked by https; its host says enough. */
function readLocation(registry: Registry, response: IncomingMessage, from: URL): URL {
  const { location } = response.headers;
  if (location === undefined && from !== registry.base) return from;
  if (location !== undefined && URL.canParse(location, from.href)) {
    const url = new URL(location, from);
    if (url.host === registry.base.host) return new URL(`${url.pathname}${url.search}`, registry.base);
  }
  if (location === undefined)
    throw new PlimsollError('REGISTRY_INVALID', `${registry.base.host} does not say where to upload to`);
  return followLocation(from, location, registry.insecure);
}

/** What a Location has in its query is the registry's own and stays as it is. */
function withDigest(location: URL, digest: Digest): URL {
  const url = new URL(location);
  url.search = `${url.search === '' ? '?' : `${url.search}&`}digest=${encodeURIComponent(digest)}`;
  return url;
}
