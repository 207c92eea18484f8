import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { PlimsollError } from '../../../src/errors.ts';
import type { Descriptor } from '../../../src/oci/image/descriptor.ts';
import { streamBlob } from '../../../src/oci/registry/blob.ts';
import { connectRegistry } from '../../../src/oci/registry/registry.ts';
import { failureOf, sha256 } from '../../support/image-files.ts';
import { type FastSettings, makeFastSettings, startRegistry } from '../../support/registry-server.ts';

const blob = randomBytes(200_000);
const descriptor: Descriptor = { mediaType: '', digest: sha256(blob), sizeBytes: blob.length };

type Send = (response: ServerResponse, request: IncomingMessage) => void;

interface Outcome {
  readonly failure: PlimsollError;
  /** Bytes that came out before the failure. */
  readonly givenBytes: number;
  readonly requests: number;
  readonly tookMs: number;
}

async function fail(
  send: Send,
  settings: FastSettings = makeFastSettings(),
  of: Descriptor = descriptor,
  signal?: AbortSignal,
): Promise<Outcome> {
  const server = await startRegistry({
    intercept: (request, response, url) => {
      if (!url.pathname.includes('/blobs/')) return false;
      send(response, request);
      return true;
    },
  });
  const registry = await connectRegistry(server.refer(), {}, settings);
  let givenBytes = 0;
  const started = performance.now();
  const failure = await failureOf(
    (async () => {
      const request = { descriptor: of, from: `blobs/${of.digest}`, what: 'the blob', signal };
      for await (const chunk of streamBlob(registry, request)) givenBytes += chunk.length;
    })(),
  );
  const tookMs = performance.now() - started;
  registry.close();
  const requests = server.requests.filter(({ path }) => path.includes('/blobs/')).length;
  return { failure, givenBytes, requests, tookMs };
}

const HASTY = { answerLimitMs: 200, stallLimitMs: 200 };

describe('a blob that is not what the manifest says', () => {
  it('of other bytes ends in DIGEST_MISMATCH', async () => {
    const { failure, requests } = await fail((response) => response.end(randomBytes(blob.length)));
    expect(failure.code).toBe('DIGEST_MISMATCH');
    expect(requests).toBe(1);
  });

  it.each([
    ['a longer one', blob.length + 1],
    ['a shorter one', blob.length - 1],
    ['5 GB', 5e9],
  ])('with %s as its stated length is refused unread', async (_, length) => {
    const { failure, givenBytes, requests } = await fail((response) => {
      response.writeHead(200, { 'content-length': length });
      response.write(blob.subarray(0, 1000));
    });
    expect(failure).toMatchObject({
      code: 'REGISTRY_INVALID',
      message: expect.stringContaining(`promises ${length} bytes`),
    });
    expect([givenBytes, requests]).toEqual([0, 1]);
  });

  it('that goes on beyond its size is cut there', async () => {
    let isCut = false;
    const { failure, givenBytes, requests } = await fail((response) => {
      response.on('close', () => {
        isCut = true;
      });
      const more = (): void => {
        while (!isCut && response.write(blob));
        if (!isCut) response.once('drain', more);
      };
      more();
    });
    expect(failure).toMatchObject({
      code: 'REGISTRY_INVALID',
      message: expect.stringContaining('more than'),
    });
    expect(givenBytes).toBeLessThanOrEqual(blob.length);
    expect(requests).toBe(1);
    await expect.poll(() => isCut).toBe(true);
  });

  it('that ends early, again and again, ends the patience', async () => {
    const { failure, givenBytes, requests } = await fail((response) => {
      response.write(blob.subarray(0, 1000));
      response.end();
    });
    expect(failure.code).toBe('REGISTRY_UNREACHABLE');
    expect(givenBytes).toBe(1000);
    expect(requests).toBe(5);
  });

  it.each([
    ['from another byte', `bytes 0-${blob.length - 1}/${blob.length}`],
    ['of another size', `bytes 1000-${blob.length}/${blob.length + 1}`],
    ['with nonsense', 'lines 1-2/3'],
    ['with nothing', undefined],
  ])('whose rest comes %s is refused', async (_, range) => {
    const { failure, givenBytes } = await fail((response, request) => {
      if (request.headers.range === undefined) {
        response.write(blob.subarray(0, 1000), () => setTimeout(() => response.destroy(), 20));
        return;
      }
      response.writeHead(206, range === undefined ? {} : { 'content-range': range });
      response.end(blob.subarray(1000));
    });
    expect(failure.code).toBe('REGISTRY_INVALID');
    expect(givenBytes).toBe(1000);
  });

  it('whose range the server cannot satisfy is refused', async () => {
    const { failure } = await fail((response, request) => {
      if (request.headers.range === undefined)
        response.write(blob.subarray(0, 1000), () => setTimeout(() => response.destroy(), 20));
      else response.writeHead(416).end();
    });
    expect(failure).toMatchObject({ code: 'REGISTRY_INVALID', message: expect.stringContaining('416') });
  });
});

describe('a transfer', () => {
  it('that always starts anew and breaks off a little later is given up', async () => {
    const large = randomBytes(8 * 1024 * 1024);
    let attempt = 0;
    const { failure, requests } = await fail(
      (response) => {
        // Just enough each time to earn new patience.
        attempt += 1;
        const end = attempt * (1024 * 1024 + 1000);
        response.write(large.subarray(0, end), () => setTimeout(() => response.destroy(), 50));
      },
      makeFastSettings(),
      { mediaType: '', digest: sha256(large), sizeBytes: large.length },
    );
    expect(failure).toMatchObject({
      code: 'REGISTRY_INVALID',
      message: expect.stringContaining('again and again'),
    });
    expect(requests).toBe(7);
  });

  it('that hangs in its head is tried twice, with the seconds told', async () => {
    const { failure, requests } = await fail(() => {}, makeFastSettings(HASTY));
    expect(failure).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringMatching(/gave no answer for 0.2 seconds$/),
    });
    expect(requests).toBe(2);
  });

  it('that hangs in its body is tried twice, with the seconds told', async () => {
    const { failure, requests, givenBytes } = await fail((response, request) => {
      if (request.headers.range !== undefined) return;
      response.writeHead(200, { 'content-length': blob.length });
      response.write(blob.subarray(0, 1000));
    }, makeFastSettings(HASTY));
    expect(failure).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringMatching(/for 0.2 seconds$/),
    });
    expect([requests, givenBytes]).toEqual([2, 1000]);
  });

  it('that only drips is a hang, too', async () => {
    const { failure, tookMs } = await fail((response, request) => {
      const start = Number(/\d+/.exec(request.headers.range ?? '0')?.[0]);
      response.writeHead(start === 0 ? 200 : 206, {
        'content-range': `bytes ${start}-${blob.length - 1}/${blob.length}`,
      });
      const drip = setInterval(() => response.write(Buffer.alloc(1)), 20);
      response.on('close', () => clearInterval(drip));
    }, makeFastSettings(HASTY));
    expect(failure).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringContaining('sent nothing more for 0.2 seconds'),
    });
    expect(tookMs).toBeLessThan(50_000);
  });

  it('is not taken for a hang where the reader is slow', async () => {
    const server = await startRegistry({ blobs: [blob] });
    const registry = await connectRegistry(server.refer(), {}, makeFastSettings(HASTY));
    const request = { descriptor, from: `blobs/${descriptor.digest}`, what: 'the blob', signal: undefined };
    let givenBytes = 0;
    for await (const chunk of streamBlob(registry, request)) {
      if (givenBytes === 0) await new Promise((resolve) => setTimeout(resolve, 600));
      givenBytes += chunk.length;
    }
    registry.close();
    expect(givenBytes).toBe(blob.length);
    expect(server.requests.filter(({ path }) => path.includes('/blobs/'))).toHaveLength(1);
  });

  it.each(['head', 'body'])('stops in its %s where the run is stopped', async (place) => {
    const controller = new AbortController();
    const { failure, tookMs, requests } = await fail(
      (response) => {
        if (place === 'body') response.write(blob.subarray(0, 1000));
        setTimeout(() => controller.abort(), 50);
      },
      makeFastSettings(),
      descriptor,
      controller.signal,
    );
    expect(failure.code).toBe('ABORTED');
    expect(tookMs).toBeLessThan(50_000);
    expect(requests).toBe(1);
  });
});
