import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpClient } from '../../../src/oci/registry/http-client.ts';
import { chooseProxy } from '../../../src/oci/registry/proxy.ts';
import { failureOf } from '../../support/image-files.ts';
import { makeFastSettings, startRegistry } from '../../support/registry-server.ts';
import { makeCertificate } from './self-signed-certificate.ts';

const proxies = { HTTPS_PROXY: 'http://proxy:3128', http_proxy: 'plain-proxy:8080' };

describe('chooseProxy', () => {
  it.each([
    ['https://ghcr.io/', 'http://proxy:3128/'],
    ['http://registry.corp/', 'http://plain-proxy:8080/'],
    ['https://localhost:5000/', undefined],
    ['https://127.0.0.2/', undefined],
    ['https://[::1]/', undefined],
  ])('for %s gives %s', (url, proxy) => {
    expect(chooseProxy(new URL(url), proxies)?.href).toBe(proxy);
  });

  it.each([
    ['*', 'https://ghcr.io/', true],
    ['ghcr.io', 'https://ghcr.io/', true],
    ['ghcr.io', 'https://pkg.ghcr.io/', true],
    ['.ghcr.io', 'https://pkg.ghcr.io/', true],
    ['*.ghcr.io', 'https://pkg.ghcr.io/', true],
    ['ghcr.io', 'https://notghcr.io/', false],
    ['a.io, ghcr.io:443', 'https://ghcr.io/', true],
    ['ghcr.io:444', 'https://ghcr.io/', false],
    ['ghcr.io:444', 'https://ghcr.io:444/', true],
    ['10.1.2.3', 'https://10.1.2.3/', true],
    ['10.0.0.0/8', 'https://10.1.2.3/', true],
    ['10.0.0.0/8', 'https://11.1.2.3/', false],
    ['10.0.0.0/99', 'https://10.1.2.3/', false],
    ['fd00::/8', 'https://[fd00::5]:5000/', true],
    ['fd00::5', 'https://[fd00::5]:5000/', true],
    ['', 'https://ghcr.io/', false],
  ])('with NO_PROXY=%s is left out for %s: %s', (list, url, isExempt) => {
    expect(chooseProxy(new URL(url), { ...proxies, NO_PROXY: list }) === undefined).toBe(isExempt);
  });

  it('refuses proxies of another kind, without showing their password', () => {
    expect(() =>
      chooseProxy(new URL('https://ghcr.io/'), { https_proxy: 'socks5://u:topsecret@proxy:1080' }),
    ).toThrow(/^the proxy that HTTPS_PROXY names cannot be used$/);
  });
});

describe('a tunnel', () => {
  /** A proxy that leads every tunnel to one address. */
  async function startProxy(
    target: string,
    status = 200,
  ): Promise<{ environment: Record<string, string>; seen: IncomingMessage[] }> {
    const seen: IncomingMessage[] = [];
    const sockets = new Set<Socket>();
    const server = createServer();
    server.on('connection', (socket) => sockets.add(socket));
    server.on('connect', (request, socket) => {
      seen.push(request);
      socket.on('error', () => {});
      if (status === 0) return;
      socket.write(`HTTP/1.1 ${status} Whatever\r\n\r\n`);
      if (status !== 200) return void socket.end();
      const [host = '', port] = target.split(':');
      const onward = connect(Number(port), host, () => socket.pipe(onward).pipe(socket));
      onward.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const proxy = `http://user:top%2Dsecret@127.0.0.1:${port}`;
    return { environment: { HTTPS_PROXY: proxy, HTTP_PROXY: proxy }, seen };
  }

  it.each(['https', 'http'])(
    'carries %s to hosts beyond loopback, and is kept for the next request',
    async (scheme) => {
      const server = await startRegistry(scheme === 'https' ? { tls: makeCertificate() } : {});
      const { environment, seen } = await startProxy(server.host);
      const client = createHttpClient(makeFastSettings({ environment }), true);
      onTestFinished(() => client.close());
      const url = new URL(`${scheme}://registry.example:8443/v2/`);
      for (let round = 0; round < 2; round += 1) {
        const response = await client.send({ method: 'GET', url, headers: {} }, undefined);
        expect(response.statusCode).toBe(200);
        for await (const _ of response);
      }
      expect(seen.map(({ url: authority }) => authority)).toEqual(['registry.example:8443']);
      expect(seen[0]?.headers['proxy-authorization']).toBe(
        `Basic ${Buffer.from('user:top-secret').toString('base64')}`,
      );
      expect(server.requests.map(({ headers }) => headers.host)).toEqual(
        Array(2).fill('registry.example:8443'),
      );
      expect(server.requests[0]?.headers['proxy-authorization']).toBeUndefined();
    },
  );

  it.each([
    [407, /refuses the connection \(407\)/],
    [502, /refuses the connection \(502\)/],
    [0, /for 0.2 seconds/],
  ])('that is answered with %i ends in an error without the password', async (status, message) => {
    const { environment } = await startProxy('', status);
    const client = createHttpClient(makeFastSettings({ environment, connectLimitMs: 200 }), false);
    onTestFinished(() => client.close());
    const url = new URL('https://registry.example/v2/');
    const failure = await failureOf(client.send({ method: 'GET', url, headers: {} }, undefined));
    expect(failure.code).toBe('REGISTRY_UNREACHABLE');
    expect(failure.message).toMatch(message);
    expect(failure.message + failure.hint).not.toContain('secret');
  });
});
