import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PlimsollError } from '../../../src/errors.ts';
import type { OpenOptions } from '../../../src/oci/image/image.ts';
import { openRegistryImage } from '../../../src/oci/registry/open-registry-image.ts';
import type { RegistrySettings } from '../../../src/oci/registry/settings.ts';
import {
  describeImage,
  failureOf,
  type IndexEntry,
  makeImage,
  makeIndex,
  OCI_INDEX,
  sha256,
} from '../../support/image-files.ts';
import {
  holdImage,
  holdIndex,
  makeFastSettings,
  REPOSITORY,
  type RegistryServer,
  type ServerSettings,
  startRegistry,
  withLogin,
} from '../../support/registry-server.ts';

const amd64 = { platform: { os: 'linux', architecture: 'amd64' } };
const image = makeImage(amd64);
const held = holdImage(image);
const HASTY = { answerLimitMs: 200, stallLimitMs: 200 };

async function fail(
  settings: ServerSettings,
  limits: Partial<RegistrySettings> = {},
  options: OpenOptions = { platform: 'linux/amd64' },
): Promise<{ failure: PlimsollError; server: RegistryServer; tookMs: number }> {
  const server = await startRegistry(settings);
  const started = performance.now();
  const failure = await failureOf(openRegistryImage(server.refer(), options, makeFastSettings(limits)));
  return { failure, server, tookMs: performance.now() - started };
}

/** Answers for manifests itself. */
function withManifest(send: (response: ServerResponse, request: IncomingMessage) => void): ServerSettings {
  return {
    ...held,
    intercept: (request, response, url) => {
      if (!url.pathname.includes('/manifests/')) return false;
      send(response, request);
      return true;
    },
  };
}

describe('manifests', () => {
  it('of a promised 5 GB are refused unread', async () => {
    const { failure, tookMs } = await fail(
      withManifest((response) => {
        response.writeHead(200, { 'content-length': 5e9 });
        response.write('{');
      }),
    );
    expect(failure).toMatchObject({
      code: 'REGISTRY_INVALID',
      message: expect.stringContaining('5000000000 bytes'),
      subject: expect.stringContaining(REPOSITORY),
    });
    expect(tookMs).toBeLessThan(2000);
  });

  it('without end are cut at 4 MiB', async () => {
    let sentBytes = 0;
    const piece = Buffer.alloc(64 * 1024, ' ');
    const { failure } = await fail(
      withManifest((response) => {
        const more = (): void => {
          while (!response.destroyed && sentBytes < 64 * 1024 * 1024) {
            sentBytes += piece.length;
            if (!response.write(piece)) return void response.once('drain', more);
          }
        };
        more();
      }),
    );
    expect(failure.code).toBe('REGISTRY_INVALID');
    expect(sentBytes).toBeLessThan(16 * 1024 * 1024);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '<html>'],
    ['an array', '[]'],
    ['null', 'null'],
    ['no config', '{"schemaVersion":2,"layers":[]}'],
    ['deep nesting', '['.repeat(1_000_000)],
    ['layers that are none', '{"config":{"digest":"x"},"layers":[1]}'],
    ['a negative size', `{"config":{"digest":"${sha256('')}","size":-1},"layers":[]}`],
  ])('of %s make the image invalid', async (_, text) => {
    const { failure } = await fail(withManifest((response) => response.end(text)));
    expect(failure.code).toBe('IMAGE_INVALID');
  });

  it('are proven where a digest asks for them, whatever Docker-Content-Digest says', async () => {
    const wanted = sha256('something else');
    const server = await startRegistry(
      withManifest((response) => {
        response.writeHead(200, { 'docker-content-digest': wanted }).end(image.manifest);
      }),
    );
    const reference = { host: server.host, repository: REPOSITORY, digest: wanted };
    expect((await failureOf(openRegistryImage(reference, {}, makeFastSettings()))).code).toBe(
      'DIGEST_MISMATCH',
    );
    const tagged = await openRegistryImage(server.refer(), {}, makeFastSettings());
    expect(tagged.digest).toBe(image.manifestDigest);
  });

  it('that an index points to are proven in size and digest', async () => {
    const other = makeImage({ ...amd64, annotations: { other: 'x' } });
    const settings = holdIndex([image]);
    const lie = (bytes: Buffer): ServerSettings => ({
      ...settings,
      intercept: (_, response, url) => url.pathname.endsWith(image.manifestDigest) && !!response.end(bytes),
    });
    expect((await fail(lie(image.manifest.subarray(1)))).failure.code).toBe('DIGEST_MISMATCH');
    expect((await fail(lie(other.manifest))).failure.code).toBe('REGISTRY_INVALID');
    const huge = holdIndex([image], [describeImage(image, { size: 5e9 })]);
    const { failure, server } = await fail(huge);
    expect(failure.code).toBe('IMAGE_INVALID');
    expect(server.requests.filter(({ path }) => path.includes('/manifests/'))).toHaveLength(1);
  });

  it('whose config is another, or huge, are refused', async () => {
    const lie = (bytes: Uint8Array): ServerSettings => ({
      ...held,
      intercept: (_, response, url) => url.pathname.endsWith(image.configDigest) && !!response.end(bytes),
    });
    const same = Buffer.from(image.config);
    same[same.length - 1] = 0x20;
    expect((await fail(lie(same))).failure.code).toBe('DIGEST_MISMATCH');
    expect((await fail(lie(Buffer.alloc(10_000_000)))).failure.code).toBe('REGISTRY_INVALID');
    const json = JSON.parse(image.manifest.toString());
    json.config.size = 9 * 1024 * 1024;
    expect(
      (await fail({ ...held, tags: { latest: Buffer.from(JSON.stringify(json)) } })).failure,
    ).toMatchObject({ code: 'IMAGE_INVALID', message: expect.stringContaining('at most 8388608') });
  });

  it('that hang, in head or body, are told with the seconds', async () => {
    const head = await fail(
      withManifest(() => {}),
      HASTY,
    );
    expect(head.failure).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: `${head.server.host} gave no answer for 0.2 seconds`,
    });
    expect(head.server.requests.filter(({ path }) => path.includes('/manifests/'))).toHaveLength(2);
    const body = await fail(
      withManifest((response) => void response.write('{')),
      HASTY,
    );
    expect(body.failure).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: `${body.server.host} sent nothing more for 0.2 seconds`,
    });
  });

  it('that are each slow, but never for too long, are given up together', async () => {
    const inner = Array.from({ length: 20 }, (_, index) => makeIndex([{ ...entryOf(index) }]));
    const { failure, tookMs } = await fail(
      {
        tags: {
          latest: Buffer.from(
            JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: inner.map((i) => i.entry) }),
          ),
        },
        intercept: (_, response, url) => {
          const found = inner.find(({ entry }) => url.pathname.endsWith(entry.digest));
          if (found === undefined) return false;
          setTimeout(() => response.end(found.bytes), 150);
          return true;
        },
      },
      { resolveLimitMs: 400 },
    );
    expect(failure).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringContaining('gave no image for 0.4 seconds'),
    });
    expect(tookMs).toBeLessThan(2500);
  });
});

/** An index entry of a platform that nobody asks for. */
function entryOf(index: number): IndexEntry {
  return {
    mediaType: image.manifestType,
    digest: sha256(`${index}`),
    size: 1,
    platform: { os: 'plan9', architecture: 'mips' },
  };
}

describe('indexes', () => {
  it('that name themselves lead nowhere, and not in a circle', async () => {
    // No index can hold its own digest; one that claims to is served under it all the same.
    const claimed = sha256('itself');
    const own = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: OCI_INDEX,
        manifests: [{ mediaType: OCI_INDEX, digest: claimed, size: 200 }],
      }),
    );
    const { failure, server } = await fail(withManifest((response) => response.end(own)));
    expect(failure.code).toMatch(/DIGEST_MISMATCH|REGISTRY_INVALID/);
    expect(server.requests.filter(({ path }) => path.includes('/manifests/'))).toHaveLength(2);
  });

  it('deeper than four are refused', async () => {
    const levels = [makeIndex([describeImage(image)])];
    while (levels.length < 5) levels.push(makeIndex([levels.at(-1)!.entry]));
    const nested = (depth: number): ServerSettings => ({
      ...held,
      tags: { latest: levels[depth - 1]!.bytes },
      manifests: [image.manifest, ...levels.map(({ bytes }) => bytes)],
    });
    const server = await startRegistry(nested(4));
    const opened = await openRegistryImage(server.refer(), {}, makeFastSettings());
    expect(opened.digest).toBe(image.manifestDigest);
    expect((await fail(nested(5))).failure).toMatchObject({
      code: 'IMAGE_INVALID',
      message: expect.stringContaining('deeper than 4'),
    });
  });

  it('with ten thousand equal or useless entries cost a few requests', async () => {
    const inner = makeIndex([entryOf(0)]);
    const equal = await fail({
      tags: { latest: makeIndex(Array(10_000).fill(inner.entry)).bytes },
      manifests: [inner.bytes],
    });
    expect(equal.failure.code).toBe('PLATFORM_NOT_FOUND');
    expect(equal.server.requests.length).toBeLessThan(5);
    const many = Array.from({ length: 100 }, (_, index) => makeIndex([entryOf(index)]));
    const useless = await fail({
      tags: { latest: makeIndex(many.map(({ entry }) => entry)).bytes },
      manifests: many.map(({ bytes }) => bytes),
    });
    expect(useless.failure).toMatchObject({
      code: 'IMAGE_INVALID',
      message: expect.stringContaining('first 32'),
    });
    expect(useless.server.requests.length).toBeLessThan(40);
  });
});

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
    expect(performance.now() - started).toBeLessThan(5000);
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
