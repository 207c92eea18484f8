// A registry that never answers.
import { createServer, type Server } from 'node:net';

/** A server on loopback that says nothing; its port. */
export async function listenSilently(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as { port: number }).port };
}
