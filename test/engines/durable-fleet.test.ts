// A fleet of real images, checked by two workers on PostgreSQL: each layer is fetched once by one of them, the report is that of one
// process, and a worker that is killed in the middle of a layer loses that layer alone. Builds 24 images: every night only;
// PLIMSOLL_FLEET_IMAGES names images of the engine to take in their place, with commas between.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FleetCheckReport } from '../../src/report/fleet-check-report.ts';
import { PROGRAM, runProgram as runPlimsoll } from '../cli/run-program.ts';
import { DOCKER } from './docker-overlay2.ts';
import { type CountingProxy, startCountingProxy } from './durable/counting-proxy.ts';
import { type PostgresService, startPostgres } from './postgres-service.ts';
import { type RegistryService, startRegistryService } from './registry-service.ts';
import { buildFleetBase, buildFleetImage, FLEET_NAME, pushImage } from './relayer-fleet/build-fleet.ts';
import { listFleet } from './relayer-fleet/fleet-dockerfiles.ts';
import { canRun } from './run-program.ts';

const BASE = process.env['PLIMSOLL_BASE_IMAGE'] ?? 'debian:bookworm-slim';
const AT_HAND = process.env['PLIMSOLL_FLEET_IMAGES']?.split(',');

const isHere =
  canRun(DOCKER, ['image', 'inspect', BASE], () => true) &&
  canRun('docker-registry', ['--version'], () => true);

describe.runIf(isHere)('a fleet of real images, with a database', () => {
  let folder: string;
  let registry: RegistryService;
  let proxy: CountingProxy;
  let postgres: PostgresService;
  let alone: FleetCheckReport & Record<string, unknown>;
  let database: string;
  let caches = 0;
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-durable-fleet-'));
    registry = await startRegistryService(folder);
    postgres = await startPostgres();
    for (const [i, image] of (AT_HAND ?? (await buildImages())).entries())
      await pushImage(image, `${registry.host}/fleet/image-${i + 1}:1`);
    proxy = await startCountingProxy(registry.host);
    alone = await check();
  }, 7_200_000);
  afterAll(async () => {
    await proxy?.close();
    await registry?.stop();
    await postgres?.remove();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    database = await postgres.createDatabase();
    proxy.reads.clear();
  });
  afterEach(async () => {
    for (const child of workers.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  });

  async function buildImages(): Promise<readonly string[]> {
    await buildFleetBase(BASE);
    const images: string[] = [];
    for (const image of listFleet(`${FLEET_NAME}:base`)) images.push(await buildFleetImage(image));
    return images;
  }

  const newCache = (): string => join(folder, `cache ${++caches}`);

  async function plimsoll(args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await runPlimsoll([...args, '--cache-dir', newCache()], {
      env: { TMPDIR: folder },
    });
    expect([0, 1], stderr.slice(-2000)).toContain(exitCode);
    return stdout;
  }

  /** A new cache each time: nothing is known but by the database. */
  async function check(...more: readonly string[]): Promise<FleetCheckReport & Record<string, unknown>> {
    const args = ['fleet', 'check', `docker://${proxy.host}/fleet/`, '--format', 'json', '--all'];
    return JSON.parse(await plimsoll([...args, ...more]));
  }

  function startWorker(name: string): void {
    const args = ['worker', '--database', database, '--name', name, '--cache-dir', newCache(), '--quiet'];
    workers.push(spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'inherit', 'inherit'] }));
  }

  async function query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Blobs of layers alone; configs are read by whoever opens an image. */
  const countLayerReads = async (): Promise<ReadonlyMap<string, number>> => {
    const layers = await query<{ digest: string }>(`SELECT step::json->>'name' AS digest FROM plimsoll.step`);
    return new Map(layers.map(({ digest }) => [digest, proxy.reads.get(digest) ?? 0]));
  };

  test('is read once by two workers, and told as one process tells it', async () => {
    startWorker('one');
    startWorker('other');
    const begin = performance.now();
    expect(await check('--database', database)).toEqual(alone);
    const reads = await countLayerReads();
    expect([...reads.values()].every((count) => count === 1)).toBe(true);
    const shares = await query<{ worker: string; layers: number }>(
      'SELECT worker, count(*)::integer AS layers FROM plimsoll.step GROUP BY worker ORDER BY worker',
    );
    expect(shares.map(({ worker }) => worker)).toEqual(['one', 'other']);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    process.stderr.write(`\n${reads.size} layers, ${seconds} s, ${JSON.stringify(shares)}\n`);
    // Another command, on another machine as it were, reads no layer at all.
    proxy.reads.clear();
    await plimsoll([
      'fleet',
      'sbom',
      `docker://${proxy.host}/fleet/`,
      '-o',
      newCache(),
      '--database',
      database,
    ]);
    expect([...(await countLayerReads()).values()].every((count) => count === 0)).toBe(true);
  });

  test('loses one layer where a worker is killed in its middle', async () => {
    startWorker('one');
    startWorker('other');
    const largest = await findLargestLayer();
    const isHeld = proxy.hold(largest);
    const report = check('--database', database);
    await isHeld;
    let holder: string | undefined;
    while (holder === undefined) {
      const sql = `SELECT worker FROM plimsoll.step WHERE step::json->>'name' = $1`;
      holder = (await query<{ worker: string | null }>(sql, [largest]))[0]?.worker ?? undefined;
      await sleep(50);
    }
    workers[holder === 'one' ? 0 : 1]!.kill('SIGKILL');
    expect(await report).toEqual(alone);
    const reads = await countLayerReads();
    expect([...reads].filter(([, count]) => count !== 1)).toEqual([[largest, 2]]);
  });

  async function findLargestLayer(): Promise<string> {
    const accept = 'application/vnd.docker.distribution.manifest.v2+json';
    let [largest, mostBytes] = ['', 0];
    const catalog = await fetch(`http://${registry.host}/v2/_catalog?n=1000`);
    const { repositories } = (await catalog.json()) as { repositories: readonly string[] };
    for (const repository of repositories) {
      const answer = await fetch(`http://${registry.host}/v2/${repository}/manifests/1`, {
        headers: { accept },
      });
      const { layers } = (await answer.json()) as { layers: readonly { digest: string; size: number }[] };
      for (const { digest, size } of layers) if (size > mostBytes) [largest, mostBytes] = [digest, size];
    }
    return largest;
  }
});
