import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Descriptor } from '../../../src/oci/image/descriptor.ts';
import { streamBlob } from '../../../src/oci/registry/blob.ts';
import { connectRegistry, type Registry } from '../../../src/oci/registry/registry.ts';
import { failureOf, sha256 } from '../../support/image-files.ts';
import {
  type FastSettings,
  makeFastSettings,
  type RegistryServer,
  readAll,
  type ServerSettings,
  sendBlob,
  startRegistry,
} from '../../support/registry-server.ts';

const blob = randomBytes(300_000);
const descriptor: Descriptor = { mediaType: '', digest: sha256(blob), sizeBytes: blob.length };

type Send = (request: IncomingMessage, response: ServerResponse, attempt: number) => void;

async function connectTo(
  send: Send,
  settings: FastSettings = makeFastSettings(),
  more: ServerSettings = {},
): Promise<{ registry: Registry; server: RegistryServer; ranges: () => (string | undefined)[] }> {
  let attempt = 0;
  const isBlob = (path: string): boolean => path.includes('/blobs/');
  const server = await startRegistry({
    ...more,
    intercept: (request, response, url) => {
      if (!isBlob(url.pathname)) return false;
      attempt += 1;
      send(request, response, attempt);
      return true;
    },
  });
  const registry = await connectRegistry(server.refer(), {}, settings);
  const ranges = (): (string | undefined)[] =>
    server.requests.filter(({ path }) => isBlob(path)).map(({ headers }) => headers.range);
  return { registry, server, ranges };
}

function read(registry: Registry, of: Descriptor = descriptor): Promise<Buffer> {
  return readAll(
    streamBlob(registry, { descriptor: of, from: `blobs/${of.digest}`, what: 'the blob', signal: undefined }),
  );
}

/** Sends what was asked for up to a byte of the blob, and cuts the connection there. */
function sendUpTo(endBytes: number, request: IncomingMessage, response: ServerResponse): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(
    start === 0 ? 200 : 206,
    start === 0
      ? { 'content-length': blob.length }
      : {
          'content-length': blob.length - start,
          'content-range': `bytes ${start}-${blob.length - 1}/${blob.length}`,
        },
  );
  response.write(blob.subarray(start, endBytes), () => setTimeout(() => response.destroy(), 20));
}

describe('streamBlob', () => {
  it('gives the bytes, with and without a stated length', async () => {
    const stated = await connectTo((request, response) => sendBlob(blob, request, response));
    expect((await read(stated.registry)).equals(blob)).toBe(true);
    const chunked = await connectTo((_, response) => response.end(blob));
    expect((await read(chunked.registry)).equals(blob)).toBe(true);
    expect(chunked.ranges()).toEqual([undefined]);
  });

  it('gives an empty blob', async () => {
    const { registry } = await connectTo((_, response) => response.end());
    const empty: Descriptor = { mediaType: '', digest: sha256(''), sizeBytes: 0 };
    expect(await read(registry, empty)).toHaveLength(0);
  });

  it('proves sha512 as well', async () => {
    const { createHash } = await import('node:crypto');
    const { registry } = await connectTo((_, response) => response.end(blob));
    const digest = `sha512:${createHash('sha512').update(blob).digest('hex')}` as const;
    expect((await read(registry, { ...descriptor, digest })).equals(blob)).toBe(true);
    expect(
      (await failureOf(read(registry, { ...descriptor, digest: `sha512:${'0'.repeat(128)}` }))).code,
    ).toBe('DIGEST_MISMATCH');
  });

  it('takes a broken transfer up where it was, as often as it moves on', async () => {
    const ends = [100_000, 200_000, blob.length];
    const { registry, ranges } = await connectTo((request, response, attempt) => {
      if (attempt === 3) sendBlob(blob, request, response);
      else sendUpTo(ends[attempt - 1]!, request, response);
    });
    expect((await read(registry)).equals(blob)).toBe(true);
    expect(ranges()).toEqual([undefined, 'bytes=100000-', 'bytes=200000-']);
  });

  it('starts anew where the server knows no ranges, and gives no byte twice', async () => {
    const { registry, ranges } = await connectTo((request, response, attempt) => {
      if (attempt === 1) sendUpTo(123_456, request, response);
      else sendBlob(blob, request, response, true);
    });
    expect((await read(registry)).equals(blob)).toBe(true);
    expect(ranges()).toEqual([undefined, 'bytes=123456-']);
  });

  it('goes on where the server ends a part early', async () => {
    const { registry, ranges } = await connectTo((request, response) => {
      const start = Number(/(\d+)/.exec(request.headers.range ?? '0')?.[1]);
      const part = blob.subarray(start, start + 100_000);
      response.writeHead(206, {
        'content-length': part.length,
        'content-range': `bytes ${start}-${start + part.length - 1}/${blob.length}`,
      });
      response.end(part);
    });
    expect((await read(registry)).equals(blob)).toBe(true);
    expect(ranges()).toHaveLength(3);
  });

  it('is content where all bytes came and only the end of the answer did not', async () => {
    const { registry, ranges } = await connectTo((_, response) => {
      response.write(blob, () => setTimeout(() => response.destroy(), 20));
    });
    expect((await read(registry)).equals(blob)).toBe(true);
    expect(ranges()).toEqual([undefined]);
  });

  it('goes back to the registry for each part: where it is sent to may have changed', async () => {
    const storage = await startRegistry({
      intercept: (request, response, url) => {
        if (url.searchParams.get('attempt') === '1') sendUpTo(50_000, request, response);
        else sendBlob(blob, request, response);
        return true;
      },
    });
    const { registry } = await connectTo((request, response, attempt) => {
      response.writeHead(307, { location: `${storage.origin}${request.url}?attempt=${attempt}` }).end();
    });
    expect((await read(registry)).equals(blob)).toBe(true);
    expect(storage.requests.map(({ query }) => query.get('attempt'))).toEqual(['1', '2']);
  });

  it('waits as the server asks before it goes on', async () => {
    const settings = makeFastSettings();
    const { registry } = await connectTo((request, response, attempt) => {
      if (attempt === 1) sendUpTo(100, request, response);
      else if (attempt === 2) response.writeHead(503, { 'retry-after': '4' }).end();
      else sendBlob(blob, request, response);
    }, settings);
    expect((await read(registry)).equals(blob)).toBe(true);
    expect(settings.pauses[1]).toBe(4000);
  });

  it('waits for a server that is gone in the midst of it, but not for one that never was', async () => {
    const pauses: number[] = [];
    const delay = async (ms: number): Promise<void> => {
      pauses.push(ms);
      await server.close();
    };
    const { registry, server } = await connectTo(
      (request, response) => sendUpTo(1000, request, response),
      makeFastSettings({ delay }),
    );
    expect((await failureOf(read(registry))).message).toContain('ECONNREFUSED');
    expect(pauses).toHaveLength(4);
    expect((await failureOf(read(registry))).message).toContain('ECONNREFUSED');
    expect(pauses).toHaveLength(4);
  });
});
