// A PostgreSQL server of our own in a temporary folder, on loopback, which can be stopped and started again.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** The server. */
export interface PostgresService {
  /** A new database's URL. */
  createDatabase(): Promise<string>;
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  start(): Promise<void>;
  /** Stops it and takes its folder away. */
  remove(): Promise<void>;
}

// PostgreSQL does not run as root.
const NOBODY = 65534;
const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/** Makes a cluster and starts it. */
export async function startPostgres(): Promise<PostgresService> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-postgres-'));
  const data = join(folder, 'data');
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if ('uid' in user) chownSync(folder, NOBODY, NOBODY);
  const bin = findPrograms();
  const how = { ...user, cwd: folder, stdio: 'ignore' } as const;
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'plimsoll', '-A', 'trust', '--no-sync'], how);
  const port = await findPort();
  const url = (name: string): string => `postgres://plimsoll@127.0.0.1:${port}/${name}`;
  let server: ReturnType<typeof spawn> | undefined;
  let databases = 0;
  const service: PostgresService = {
    createDatabase: async () => {
      const name = `test_${++databases}`;
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return url(name);
    },
    start: async () => {
      const settings = ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1'];
      const place = ['-D', data, '-p', String(port), '-k', folder];
      server = spawn(join(bin, 'postgres'), [...place, ...settings], how);
      await waitUntilReady(url('postgres'));
    },
    stop: async (mode = 'fast') => {
      if (server === undefined || server.exitCode !== null) return;
      const ended = once(server, 'exit');
      server.kill(SIGNALS[mode]);
      await ended;
      server = undefined;
    },
    remove: async () => {
      await service.stop('immediate');
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await service.start();
  } catch (error) {
    await service.remove();
    throw error;
  }
  return service;
}

function findPrograms(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const folder = versions
    .map((version) => join(root, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
  if (folder === undefined) throw new Error("initdb is not there; install Debian's package postgresql");
  return folder;
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function waitUntilReady(url: string): Promise<void> {
  for (let left = 600; ; left--) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (left === 0) throw error;
      await sleep(100);
    }
  }
}
