// One connection that is kept, for what belongs to a connection: notifications, and locks that end with it. Where it is lost
// it is made anew, and set up again.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { PostgresPackages } from './load-packages.ts';

/** How it is used. */
export interface KeptConnectionOptions {
  readonly url: string;
  readonly pg: PostgresPackages['pg'];
  /** Called on each new connection; what it throws ends that connection. */
  readonly setUp: (client: Client) => Promise<void>;
  readonly onNotification?: (payload: string) => void;
}

const REST_MS = 200;
const LONGEST_MS = 2000;

/** A connection from now until `close`. */
export class KeptConnection {
  readonly #options: KeptConnectionOptions;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #client: Client | undefined;

  constructor(options: KeptConnectionOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** The connection where it is set up at the moment. */
  get client(): Client | undefined {
    return this.#client;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    for (let restMs = REST_MS; !signal.aborted; restMs = Math.min(restMs * 2, LONGEST_MS)) {
      const wasUp = await this.#hold(signal).catch(() => false);
      if (wasUp) restMs = REST_MS / 2;
      await sleep(restMs, undefined, { signal }).catch(() => {});
    }
  }

  /** Connects, and resolves once the connection has ended. */
  async #hold(signal: AbortSignal): Promise<boolean> {
    const { url, pg, setUp, onNotification } = this.#options;
    const client = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      application_name: 'plimsoll',
    });
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    client.on('error', end);
    client.on('end', end);
    signal.addEventListener('abort', end, { once: true });
    if (onNotification !== undefined)
      client.on('notification', ({ payload }) => onNotification(payload ?? ''));
    try {
      await client.connect();
      // The server sees within half a minute that this machine is gone; without TCP these say nothing.
      await client.query('SET tcp_keepalives_idle = 10');
      await client.query('SET tcp_keepalives_interval = 5');
      await client.query('SET tcp_keepalives_count = 3');
      await setUp(client);
      this.#client = client;
      await ended;
      return true;
    } finally {
      this.#client = undefined;
      signal.removeEventListener('abort', end);
      await client.end().catch(() => {});
    }
  }
}
