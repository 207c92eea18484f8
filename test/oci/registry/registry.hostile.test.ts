import type { ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PlimsollError } from '../../../src/errors.ts';
import { openRegistryImage } from '../../../src/oci/registry/open-registry-image.ts';
import type { RegistrySettings } from '../../../src/oci/registry/settings.ts';
import { failureOf, makeImage } from '../../support/image-files.ts';
import {
  holdImage,
  makeFastSettings,
  REPOSITORY,
  type RegistryServer,
  type ServerSettings,
  startRegistry,
  withLogin,
} from '../../support/registry-server.ts';

const held = holdImage(makeImage());
const HASTY = { answerLimitMs: 200, stallLimitMs: 200 };

async function fail(
  settings: ServerSettings,
  limits: Partial<RegistrySettings> = {},
): Promise<{ failure: PlimsollError; server: RegistryServer }> {
  const server = await startRegistry(settings);
  const failure = await failureOf(openRegistryImage(server.refer(), {}, makeFastSettings(limits)));
  return { failure, server };
}

describe('servers', () => {
  /** A server that says these bytes to whoever connects, and nothing else. */
  async function startRaw(
    talk: (socket: Socket) => void,
  ): Promise<{ host: string; connections: () => number }> {
    let connections = 0;
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      connections += 1;
      sockets.add(socket);
      socket.on('error', () => {});
      talk(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return {
      host: `127.0.0.1:${(server.address() as { port: number }).port}`,
      connections: () => connections,
    };
  }

  it.each([
    ['say nothing', () => {}],
    ['say something else', (socket: Socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
    ['hang up', (socket: Socket) => void socket.destroy()],
    [
      'never end their headers',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const drip = setInterval(() => socket.write('x: y\r\n'), 20);
        socket.on('close', () => clearInterval(drip));
      },
    ],
    ['send huge headers', (socket: Socket) => void socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1e6)}`)],
    [
      'continue without end',
      (socket: Socket) => {
        const drip = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 20);
        socket.on('close', () => clearInterval(drip));
      },
    ],
    [
      'switch protocols',
      (socket: Socket) =>
        void socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    ],
    [
      'state two lengths',
      (socket: Socket) =>
        void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'),
    ],
  ])('that %s end in a clear error, soon', async (_, talk) => {
    const { host, connections } = await startRaw((socket) => socket.once('data', () => talk(socket)));
    const reference = { host, repository: REPOSITORY, tag: 'latest' };
    const started = performance.now();
    const failure = await failureOf(openRegistryImage(reference, {}, makeFastSettings(HASTY)));
    expect(failure.code).toMatch(/^REGISTRY_(?:UNREACHABLE|INVALID)$/);
    expect(failure.message).toContain(host);
    expect(performance.now() - started).toBeLessThan(50_000);
    expect(connections()).toBeLessThanOrEqual(10);
  });
});

describe('challenges', () => {
  function challengeWith(header: string | string[], more: Partial<ServerSettings> = {}): ServerSettings {
    return {
      ...held,
      ...more,
      intercept: (_, response, url) => {
        if (url.pathname === '/v2/' || url.pathname === '/token') return false;
        response.writeHead(401, { 'www-authenticate': header }).end();
        return true;
      },
    };
  }

  it.each([
    ['no realm', 'Bearer service="x"', 'REGISTRY_INVALID'],
    ['a realm that is no URL', 'Bearer realm="::"', 'REGISTRY_INVALID'],
    ['a realm with a password', 'Bearer realm="https://a:b@ghcr.io/"', 'REGISTRY_INVALID'],
    ['a realm on plain http elsewhere', 'Bearer realm="http://192.0.2.1/token"', 'REGISTRY_INSECURE'],
    ['a realm at the metadata service', 'Bearer realm="https://169.254.169.254/"', 'REGISTRY_INSECURE'],
    ['nonsense', '"', 'REGISTRY_INVALID'],
    ['a scheme nobody knows', 'Hoba x=y', 'REGISTRY_REFUSED'],
    ['nothing', '', 'REGISTRY_REFUSED'],
  ])('with %s end in a clear error', async (_, header, code) => {
    expect((await fail(challengeWith(header))).failure.code).toBe(code);
  });

  it('that never end are answered once', async () => {
    const server = await startRegistry({
      ...challengeWith('Basic realm="x"'),
      auth: { scheme: 'basic' },
    });
    const environment = withLogin({ username: 'ann', password: 'pw' })(server.host);
    const failure = await failureOf(openRegistryImage(server.refer(), {}, makeFastSettings({ environment })));
    expect(failure.code).toBe('REGISTRY_REFUSED');
    expect(server.requests.filter(({ path }) => path.includes('/manifests/'))).toHaveLength(2);
  });

  it.each([
    ['redirect', (response: ServerResponse) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['give no JSON', (response: ServerResponse) => response.end('<html>tokensecret')],
    ['give null', (response: ServerResponse) => response.end('null')],
    ['give an empty token', (response: ServerResponse) => response.end('{"token":""}')],
    [
      'give a token with a line break',
      (response: ServerResponse) => response.end('{"token":"a\\r\\nx-evil: tokensecret"}'),
    ],
    [
      'promise 5 GB',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': 5e9 });
        response.write('{');
      },
    ],
    ['never end', (response: ServerResponse) => void response.write('{"token":"tokensecret')],
    ['say nothing', () => {}],
    ['fail', (response: ServerResponse) => response.writeHead(500).end()],
    ['are not there', (response: ServerResponse) => response.writeHead(404).end()],
  ])('of token servers that %s end in a clear error', async (_, send) => {
    const { failure, server } = await fail(
      {
        ...held,
        auth: { scheme: 'token' },
        intercept: (_request, response, url) => {
          if (url.pathname !== '/token') return false;
          send(response);
          return true;
        },
      },
      HASTY,
    );
    expect(failure.code).toMatch(/^REGISTRY_/);
    expect(`${failure.message} ${failure.hint} ${failure.cause}`).not.toContain('tokensecret');
    expect(server.requests.some(({ path }) => path === '/elsewhere')).toBe(false);
  });
});
