// Debian's docker-registry with storage of its own in a folder and a free port of loopback.
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RegistryService {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  stop(): Promise<void>;
}

/** Starts it, again at the same host where one is named; throws where it does not answer in half a minute. */
export async function startRegistryService(folder: string, sameHost?: string): Promise<RegistryService> {
  const host = sameHost ?? `127.0.0.1:${await findFreePort()}`;
  const config = join(folder, 'config.yml');
  writeFileSync(
    config,
    [
      'version: 0.1',
      'log: {level: error, accesslog: {disabled: true}}',
      `storage: {filesystem: {rootdirectory: ${join(folder, 'storage')}}, delete: {enabled: true}}`,
      `http: {addr: "${host}"}`,
    ].join('\n'),
  );
  const service = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
  for (let i = 0; !(await answers(host)); i++) {
    if (i > 300 || service.exitCode !== null) throw new Error('docker-registry does not start');
    await sleep(100);
  }
  return { host, stop: () => stop(service) };
}

async function answers(host: string): Promise<boolean> {
  return fetch(`http://${host}/v2/`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function stop(service: ChildProcess): Promise<void> {
  if (service.exitCode !== null || service.signalCode !== null) return;
  const ended = new Promise((resolve) => service.once('close', resolve));
  service.kill();
  await ended;
}
