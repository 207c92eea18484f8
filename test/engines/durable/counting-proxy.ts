// Stands before a registry and counts how often each blob is asked for; one blob can be held back in its middle.
import { once } from 'node:events';
import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The proxy. */
export interface CountingProxy {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** By digest. */
  readonly reads: Map<string, number>;
  /** The first reading of this blob is sent up to its half and no further; resolves when it is there. */
  hold(digest: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts it before the registry on that host. */
export async function startCountingProxy(registryHost: string): Promise<CountingProxy> {
  const [hostname, port] = registryHost.split(':');
  const reads = new Map<string, number>();
  const held = new Map<string, () => void>();
  const server = createServer((incoming, outgoing) => {
    const digest = /\/blobs\/(sha256:[0-9a-f]{64})$/.exec(incoming.url ?? '')?.[1];
    if (digest !== undefined && incoming.method === 'GET') reads.set(digest, (reads.get(digest) ?? 0) + 1);
    const { method, url: path, headers } = incoming;
    const passed = ask({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      const tell = digest === undefined || method !== 'GET' ? undefined : held.get(digest);
      if (tell === undefined) return void answer.pipe(outgoing);
      held.delete(digest!);
      const halfBytes = Number(answer.headers['content-length']) / 2;
      let sentBytes = 0;
      answer.on('data', (piece: Buffer) => {
        if (sentBytes >= halfBytes) return;
        sentBytes += piece.byteLength;
        outgoing.write(piece.subarray(0, Math.ceil(halfBytes)));
        if (sentBytes >= halfBytes) tell();
      });
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('error', () => passed.destroy());
    incoming.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    reads,
    hold: (digest) =>
      new Promise((resolve) => {
        held.set(digest, resolve);
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
