import { createServer } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { connectEngine, speaks } from '../../../src/oci/engine/engine-client.ts';
import { parseHost } from '../../../src/oci/engine/find-endpoints.ts';
import { startEngine } from '../../support/fake-engine.ts';
import { failureOf } from '../../support/image-files.ts';

afterEach(() => void vi.useRealTimers());

/** Lets what comes over sockets arrive, while the clock stands. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
}

function holdClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
}

it('speaks the version that both know, and asks in it', async () => {
  for (const [apiVersion, prefix] of [
    ['1.24', '/v1.24'],
    ['1.99', '/v1.51'],
    ['2.0', '/v1.51'],
    ['nonsense', ''],
  ] as const) {
    const engine = await startEngine({ names: {}, apiVersion });
    const client = await connectEngine(parseHost(engine.address, undefined, false), {});
    await failureOf(client.getJson('/any', { a: 'b c', left: undefined }));
    expect(engine.requests).toEqual(['/_ping', `${prefix}/any?a=b+c`]);
    expect(speaks(client, 1, 48)).toBe(prefix === '/v1.51');
    expect(speaks(client, 1, 24)).toBe(true);
  }
});

it('refuses what answers a ping with an error', async () => {
  const engine = await startEngine({
    names: {},
    intercept(_, response) {
      response.statusCode = 404;
      response.end('{"message":"no such page"}');
      return true;
    },
  });
  expect(await failureOf(connectEngine(parseHost(engine.address, undefined, false), {}))).toMatchObject({
    code: 'ENGINE_REFUSED',
    message: expect.stringContaining('404 to a ping'),
  });
});

it('waits for a stalled export, but not for ever; the time that its reader takes does not count', async () => {
  const engine = await startEngine({
    names: {},
    intercept(url, response) {
      if (!url.pathname.endsWith('/get')) return false;
      response.write('one');
      setImmediate(() => setImmediate(() => response.write('two')));
      return true;
    },
  });
  const client = await connectEngine(parseHost(engine.address, undefined, false), {});
  const pieces = client.getStream('/get', {}, new AbortController().signal)[Symbol.asyncIterator]();
  holdClock();
  expect(String((await pieces.next()).value)).toContain('one');
  await settle();
  await vi.advanceTimersByTimeAsync(3_600_000);
  const second = await Promise.race([pieces.next(), settle().then(() => undefined)]);
  if (second !== undefined) expect(String(second.value)).toBe('two');
  const third = failureOf(Promise.resolve(pieces.next()));
  await settle();
  await vi.advanceTimersByTimeAsync(5 * 60_000 + 1);
  expect(await third).toMatchObject({
    code: 'ENGINE_REFUSED',
    message: expect.stringContaining('nothing for 300 seconds'),
  });
});

it('gives an export half an hour to begin', async () => {
  const engine = await startEngine({
    names: {},
    intercept: (url) => url.pathname.endsWith('/get'),
  });
  const client = await connectEngine(parseHost(engine.address, undefined, false), {});
  holdClock();
  const first = failureOf(
    Promise.resolve(
      client.getStream('/get', {}, new AbortController().signal)[Symbol.asyncIterator]().next(),
    ),
  );
  let isOver = false;
  void first.then(() => {
    isOver = true;
  });
  await settle();
  await vi.advanceTimersByTimeAsync(29 * 60_000);
  await settle();
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(60_001);
  expect(await first).toMatchObject({ code: 'ENGINE_REFUSED' });
});

it('gives up after ten seconds on a server that does not finish the TLS handshake', async () => {
  const server = createServer((socket) => void socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  holdClock();
  const failure = failureOf(connectEngine(parseHost(`https://127.0.0.1:${port}`, undefined, false), {}));
  await settle();
  await vi.advanceTimersByTimeAsync(10_001);
  expect(await failure).toMatchObject({
    code: 'ENGINE_UNREACHABLE',
    message: expect.stringContaining('10 seconds'),
  });
  server.close();
});
