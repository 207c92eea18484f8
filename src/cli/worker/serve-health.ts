// What a worker answers over HTTP: whether it lives, whether it can work, and what it did.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PlimsollError } from '../../errors.ts';

/** What is answered. */
export interface HealthSource {
  /** Whether the database answers. */
  readonly isReady: () => Promise<boolean>;
  readonly metrics: () => string;
}

/** The server that answers. */
export interface HealthServer {
  /** `HOST:PORT`, the port as the system chose it where it was 0. */
  readonly address: string;
  close(): Promise<void>;
}

const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';

/** Listens on `HOST:PORT`; throws USAGE where that makes no sense or is taken. */
export async function serveHealth(listen: string, source: HealthSource): Promise<HealthServer> {
  const [, host, port] = /^(.*):([0-9]{1,5})$/.exec(listen) ?? [];
  if (host === undefined || port === undefined || Number(port) > 65535)
    throw new PlimsollError('USAGE', 'it is no address to listen on', {
      subject: listen,
      hint: 'Write HOST:PORT, such as 127.0.0.1:9464, or 0.0.0.0:9464 for all of the network.',
    });
  const answer = async (path: string): Promise<readonly [status: number, type: string, text: string]> => {
    if (path === '/healthz') return [200, TEXT_TYPE, 'alive\n'];
    if (path === '/metrics') return [200, METRICS_TYPE, source.metrics()];
    if (path !== '/readyz') return [404, TEXT_TYPE, 'only /healthz, /readyz and /metrics are here\n'];
    const isReady = await source.isReady();
    return isReady ? [200, TEXT_TYPE, 'ready\n'] : [503, TEXT_TYPE, 'the database does not answer\n'];
  };
  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://worker').pathname).then(([status, type, text]) => {
      response.writeHead(status, { 'content-type': type }).end(text);
    });
  });
  server.listen(Number(port), host.replace(/^\[(.*)\]$/, '$1'));
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    throw new PlimsollError('USAGE', `nothing can listen there (${cause.code})`, { subject: listen, cause });
  });
  const { address, port: bound } = server.address() as AddressInfo;
  return {
    address: `${address.includes(':') ? `[${address}]` : address}:${bound}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
