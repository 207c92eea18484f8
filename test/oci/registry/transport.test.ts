import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OpenedImage, OpenOptions } from '../../../src/oci/image/image.ts';
import { createHttpClient } from '../../../src/oci/registry/http-client.ts';
import { openRegistryImage } from '../../../src/oci/registry/open-registry-image.ts';
import { sendFollowing } from '../../../src/oci/registry/transport.ts';
import { failureOf, makeImage } from '../../support/image-files.ts';
import {
  holdImage,
  makeFastSettings,
  REPOSITORY,
  type RegistryServer,
  readLayer,
  type ServerAuth,
  type ServerSettings,
  startRegistry,
  withLogin,
} from '../../support/registry-server.ts';
import { makeCertificate } from './self-signed-certificate.ts';

const image = makeImage();
const held = holdImage(image);
const certificate = makeCertificate();
const ANN = { username: 'ann', password: 'pw' };
const USERS = { ann: 'pw' };

function open(server: RegistryServer, options: OpenOptions = {}): Promise<OpenedImage> {
  const environment = withLogin(ANN)(server.host);
  return openRegistryImage(server.refer(), options, makeFastSettings({ environment }));
}

/** A registry that sends its clients elsewhere for blobs. */
function redirectBlobs(to: string, auth?: ServerAuth, more: ServerSettings = {}): ServerSettings {
  return {
    ...held,
    ...more,
    ...(auth === undefined ? {} : { auth }),
    intercept: (request, response, url) => {
      if (!url.pathname.includes('/blobs/')) return false;
      if (auth !== undefined && request.headers.authorization === undefined) return false;
      return redirect(response, `${to}${url.pathname}?signature=topsecret`);
    },
  };
}

function redirect(response: ServerResponse, location: string): true {
  response.writeHead(307, { location }).end();
  return true;
}

describe('redirects', () => {
  it.each([
    ['basic', { scheme: 'basic', users: USERS }],
    ['token', { scheme: 'token', users: USERS }],
  ] as const)('to another origin take no %s authorization along', async (_, auth) => {
    const storage = await startRegistry(held);
    const server = await startRegistry(redirectBlobs(storage.origin, auth));
    const opened = await open(server);
    expect(await readLayer(opened, 0)).toEqual(image.layers[0]?.stored);
    expect(server.authorizations.length).toBeGreaterThan(0);
    expect(storage.requests.length).toBeGreaterThan(1);
    expect(storage.authorizations).toEqual([]);
  });

  it('to an origin that asks for a login of its own never get the credential', async () => {
    const storage = await startRegistry({ ...held, auth: { scheme: 'basic', users: USERS } });
    const server = await startRegistry(redirectBlobs(storage.origin, { scheme: 'basic', users: USERS }));
    const failure = await failureOf(open(server));
    expect(failure).toMatchObject({
      code: 'REGISTRY_REFUSED',
      message: expect.stringContaining(storage.host),
    });
    expect(`${failure.message}${failure.hint}${failure.cause}`).not.toContain('topsecret');
    expect(storage.authorizations).toEqual([]);
  });

  it('to an origin with anonymous tokens of its own work, by its own token server', async () => {
    const storage = await startRegistry({
      ...held,
      auth: { scheme: 'token', anonymous: true, users: USERS },
    });
    const server = await startRegistry(redirectBlobs(storage.origin, { scheme: 'basic', users: USERS }));
    expect(await readLayer(await open(server), 1)).toEqual(image.layers[1]?.stored);
    expect(storage.authorizations.filter((header) => !header.startsWith('Bearer'))).toEqual([]);
  });

  it('within the registry keep the authorization', async () => {
    const auth = { scheme: 'basic', users: USERS } as const;
    const server = await startRegistry({
      ...held,
      auth,
      intercept: (_, response, url) =>
        url.pathname.startsWith('/old/')
          ? redirect(response, url.pathname.replace('/old', ''))
          : url.searchParams.size === 0 && url.pathname.includes('/manifests/')
            ? redirect(response, `${url.pathname}?moved=1`)
            : false,
    });
    expect((await open(server)).digest).toBe(image.manifestDigest);
  });

  it('do not send what the Location says of user and password', async () => {
    const storage = await startRegistry(held);
    const server = await startRegistry(redirectBlobs(storage.origin.replace('//', '//ann:pw@')));
    await open(server);
    expect(storage.authorizations).toEqual([]);
  });

  it.each([
    ['without a Location', undefined, 'REGISTRY_INVALID'],
    ['to no URL', 'http://[', 'REGISTRY_INVALID'],
    ['to a file', 'file:///etc/passwd', 'REGISTRY_INVALID'],
    ['to plain http beyond loopback', 'http://192.0.2.1/x', 'REGISTRY_INSECURE'],
  ])('%s are refused', async (_, location, code) => {
    const server = await startRegistry({
      ...held,
      intercept: (_request, response, url) => {
        if (url.pathname === '/v2/') return false;
        response.writeHead(302, location === undefined ? {} : { location }).end();
        return true;
      },
    });
    expect((await failureOf(open(server))).code).toBe(code);
  });

  it('from https to http are refused, also on loopback, unless that is allowed', async () => {
    const storage = await startRegistry(held);
    const server = await startRegistry({
      tls: certificate,
      intercept: (_, response) => redirect(response, `${storage.origin}/v2/`),
    });
    // The client takes the test's certificate; what is refused is the redirect alone.
    const client = createHttpClient(makeFastSettings(), true);
    onTestFinished(() => client.close());
    const request = { url: new URL(server.origin), headers: {}, signal: undefined, authorization: null };
    expect(await failureOf(sendFollowing(client, request, false))).toMatchObject({
      code: 'REGISTRY_INSECURE',
      message: expect.stringContaining(storage.host),
    });
    expect(storage.requests).toEqual([]);
    expect((await sendFollowing(client, request, true)).response.statusCode).toBe(200);
  });

  it('in a circle end after five', async () => {
    const server = await startRegistry({
      ...held,
      intercept: (_, response, url) =>
        url.pathname.includes('/manifests/') && redirect(response, `${url.pathname}?again`),
    });
    expect(await failureOf(open(server))).toMatchObject({
      code: 'REGISTRY_INVALID',
      message: expect.stringContaining('5 times'),
    });
    expect(server.requests.filter(({ path }) => path.includes('/manifests/'))).toHaveLength(6);
  });
});

describe('http and https', () => {
  it('on loopback: plain http needs nothing, and a TLS server is found out', async () => {
    const server = await startRegistry({ ...held, tls: certificate });
    expect(await failureOf(open(server))).toMatchObject({
      code: 'REGISTRY_INSECURE',
      message: expect.stringContaining('certificate'),
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(server.requests).toEqual([]);
    expect((await open(server, { insecure: true })).digest).toBe(image.manifestDigest);
  });

  it('on loopback: servers that answer plain http with a sentence about TLS are found out', async () => {
    // What Go's net/http sends; a client that takes it for an answer would never try TLS.
    const server = createServer((socket) => {
      socket.once('data', (bytes) => {
        seen.push(bytes[0] === 0x16 ? 'tls' : 'http');
        const body = 'Client sent an HTTP request to an HTTPS server.\n';
        socket.end(`HTTP/1.0 400 Bad Request\r\n\r\n${body}`);
      });
      socket.on('error', () => {});
    });
    const seen: string[] = [];
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const reference = { host: `127.0.0.1:${port}`, repository: REPOSITORY, tag: 'latest' };
    await failureOf(openRegistryImage(reference, {}, makeFastSettings({ tries: 1 })));
    expect(seen).toEqual(['http', 'tls']);
  });

  it('beyond loopback: plain http is never tried, unless it is allowed', async () => {
    // 192.0.2.0/24 leads nowhere (RFC 5737); the proxy stands for the network and sees what is attempted.
    const seen: string[] = [];
    const proxy = createServer((socket) => {
      socket.once('data', (bytes) => {
        seen.push(bytes.toString('latin1').split('\r\n')[0] ?? '');
        socket.destroy();
      });
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    const through = `http://127.0.0.1:${(proxy.address() as { port: number }).port}`;
    const environment = { HOME: '/nonexistent', HTTPS_PROXY: through, HTTP_PROXY: through };
    const reference = { host: '192.0.2.1', repository: REPOSITORY, tag: 'latest' };
    await failureOf(openRegistryImage(reference, {}, makeFastSettings({ environment })));
    expect(new Set(seen)).toEqual(new Set(['CONNECT 192.0.2.1:443 HTTP/1.1']));
    seen.length = 0;
    await failureOf(openRegistryImage(reference, { insecure: true }, makeFastSettings({ environment })));
    expect(seen).toContain('CONNECT 192.0.2.1:80 HTTP/1.1');
  });
});

describe('failures of the network', () => {
  it('name the host and what happened', async () => {
    const server = await startRegistry(held);
    await server.close();
    expect(await failureOf(open(server))).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: `no connection to ${server.host} (ECONNREFUSED)`,
    });
    const unknown = { host: 'registry.invalid', repository: REPOSITORY, tag: 'latest' };
    expect(await failureOf(openRegistryImage(unknown, {}, makeFastSettings({ tries: 1 })))).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringContaining('registry.invalid'),
    });
  });

  it.each([408, 429, 500, 502, 503, 504])('of status %i are tried again', async (status) => {
    let failures = 3;
    const settings = makeFastSettings();
    const server = await startRegistry({
      ...held,
      intercept: (_, response, url) => {
        if (!url.pathname.includes('/manifests/') || failures === 0) return false;
        failures -= 1;
        response.writeHead(status, failures === 2 ? { 'retry-after': '7' } : {}).end();
        return true;
      },
    });
    const opened = await openRegistryImage(server.refer(), {}, settings);
    expect(opened.digest).toBe(image.manifestDigest);
    expect(settings.pauses[0]).toBe(7000);
    expect(settings.pauses).toHaveLength(3);
  });

  it('that last are told with what helps', async () => {
    const answerWith = (status: number): Promise<RegistryServer> =>
      startRegistry({
        ...held,
        intercept: (_, response, url) => {
          if (url.pathname === '/v2/') return false;
          response.writeHead(status).end();
          return true;
        },
      });
    expect(await failureOf(open(await answerWith(503)))).toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    expect(await failureOf(open(await answerWith(429)))).toMatchObject({
      code: 'REGISTRY_REFUSED',
      hint: expect.stringContaining('docker login'),
    });
    expect(await failureOf(open(await answerWith(403)))).toMatchObject({ code: 'REGISTRY_REFUSED' });
    expect(await failureOf(open(await answerWith(404)))).toMatchObject({ code: 'IMAGE_NOT_FOUND' });
    expect(await failureOf(open(await answerWith(418)))).toMatchObject({ code: 'REGISTRY_INVALID' });
    expect(await failureOf(open(await answerWith(304)))).toMatchObject({ code: 'REGISTRY_INVALID' });
  });

  it('that cut a connection are tried again', async () => {
    let cuts = 2;
    const server = await startRegistry({
      ...held,
      intercept: (request, _, url) => {
        if (!url.pathname.includes('/manifests/') || cuts === 0) return false;
        cuts -= 1;
        request.socket.destroy();
        return true;
      },
    });
    expect((await open(server)).digest).toBe(image.manifestDigest);
  });
});
