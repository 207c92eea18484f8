import { readdirSync } from 'node:fs';
import type { Server } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { listenSilently } from './listen-silently.ts';
import { runProgram } from './run-program.ts';

describe('signals', () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s stops at once with exit code %d and leaves nothing behind', async (signal, exitCode) => {
    const { server, port } = await listenSilently();
    servers.push(server);
    const temporary = makeTemporaryFolder();
    const start = performance.now();
    const run = await runProgram(['check', `docker://127.0.0.1:${port}/app:1`], {
      env: { TMPDIR: temporary },
      onStart: (kill) => server.once('connection', () => setTimeout(() => kill(signal), 50)),
    });
    expect(run).toEqual({ exitCode, stdout: '', stderr: 'plimsoll: stopped\n' });
    expect(performance.now() - start).toBeLessThan(50_000);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
