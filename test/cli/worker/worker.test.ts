import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CliIo } from '../../../src/cli/cli-io.ts';
import { runWorker } from '../../../src/cli/commands/worker.ts';
import { serveHealth } from '../../../src/cli/worker/serve-health.ts';
import { openSqliteStore } from '../../../src/fleet/durable/sqlite/sqlite-store.ts';
import { WorkerMetrics } from '../../../src/fleet/durable/worker-metrics.ts';

const NEVER = new AbortController().signal;

test('what a worker did is counted in the words of Prometheus', async () => {
  const metrics = new WorkerMetrics(['a', 'b'], 3);
  const step = { key: 'k', kind: 'a', name: 'k', input: null, tries: 2 };
  const context = { signal: NEVER, attempt: 1 };
  const count = metrics.count(async () => {
    expect(metrics.underWay).toBe(1);
    return null;
  });
  await count(step, context);
  metrics.countOutcome(step, { kind: 'done', result: null, attempts: 1 });
  await metrics
    .count(() => Promise.reject(new Error('no')))(step, context)
    .catch(() => {});
  metrics.countOutcome(step, { kind: 'failed', code: 'INTERNAL', message: 'no', attempts: 2 });
  const lines = metrics.format().split('\n');
  expect(lines).toContain('plimsoll_worker_jobs 3');
  expect(lines).toContain('plimsoll_steps_total{kind="a",outcome="done"} 1');
  expect(lines).toContain('plimsoll_steps_total{kind="a",outcome="failed"} 1');
  expect(lines).toContain('plimsoll_steps_total{kind="b",outcome="done"} 0');
  expect(lines).toContain('plimsoll_step_attempts_total{kind="a"} 2');
  expect(lines).toContain('plimsoll_steps_under_way{kind="a"} 0');
  for (const line of lines.filter((one) => one !== ''))
    expect(line).toMatch(
      /^(# (HELP|TYPE) plimsoll_\w+ .+|plimsoll_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [0-9.]+)$/,
    );
});

describe('health', () => {
  test('is answered apart for life and readiness', async () => {
    let isReady = true;
    const server = await serveHealth('127.0.0.1:0', { isReady: async () => isReady, metrics: () => 'm 1\n' });
    const get = async (path: string): Promise<readonly [number, string]> => {
      const answer = await fetch(`http://${server.address}${path}`);
      return [answer.status, await answer.text()];
    };
    expect(await get('/healthz')).toEqual([200, 'alive\n']);
    expect(await get('/readyz')).toEqual([200, 'ready\n']);
    isReady = false;
    expect((await get('/readyz'))[0]).toBe(503);
    expect((await get('/healthz'))[0]).toBe(200);
    expect(await get('/metrics')).toEqual([200, 'm 1\n']);
    expect((await get('/'))[0]).toBe(404);
    await server.close();
  });

  test.each(['9464', 'host:', '127.0.0.1:99999'])('%s is no address', async (listen) => {
    const source = { isReady: async () => true, metrics: () => '' };
    await expect(serveHealth(listen, source)).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('plimsoll worker', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-worker-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const io = (signal = NEVER): CliIo => {
    const silent = { write: () => true };
    return { stdout: silent, stderr: silent, env: {}, version: 'test', signal, now: new Date() };
  };
  const flags = { jobs: 1, color: false, cache: true, accept: 'proven', kinds: ['scan-layer'] } as const;

  test('needs a database, and kinds that there are', async () => {
    await expect(runWorker(flags, io())).rejects.toMatchObject({ code: 'USAGE' });
    const unknown = { ...flags, database: join(folder, 'd.db'), kinds: ['make-tea'] };
    await expect(runWorker(unknown, io())).rejects.toMatchObject({ code: 'USAGE', subject: 'make-tea' });
  });

  test('a step that makes no sense fails, and the worker goes on', async () => {
    const database = join(folder, 'durable.db');
    const store = await openSqliteStore(database, { pollMs: 20 });
    const stop = new AbortController();
    const worker = runWorker({ ...flags, database, cacheDir: folder }, io(stop.signal));
    for (const key of ['a', 'b']) {
      const step = { key, kind: 'scan-layer', name: key, input: { digest: '../..' }, tries: 1 };
      expect(await store.runOnce('run', step, NEVER)).toMatchObject({
        kind: 'failed',
        code: 'DATABASE_INVALID',
      });
    }
    stop.abort();
    expect(await worker).toBe(0);
    await store.close();
  });
});
