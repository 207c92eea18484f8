// How well more workers help: the images of .NET (599, at most five on each other) on PostgreSQL with 1, 2 and 4 workers of eight jobs
// each, and in place of builds a sleep of fixed length, so that two processors are enough.
//
//   node bench/update-workers.mjs postgres://USER@HOST/ [dotnet-latest.json] [SECONDS] [WORKERS,WORKERS...]
//
// The server must let the user make databases; they are removed again. The ideal is what the graph allows: no schedule is shorter than
// all steps divided by the jobs of all workers, nor than the longest chain. The time counts from the first step's begin to the
// runner's end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const [server, file = '/work/shared/data/dotnet-latest.json', secondsText = '5', crews = '1,2,4'] =
  process.argv.slice(2);
if (server === undefined) throw new Error('name a PostgreSQL server: postgres://USER@HOST/');
const JOBS = 8;
const seconds = Number(secondsText);
const stub = fileURLToPath(new URL('../test/engines/durable/stub.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-workers-'));

const graph = readGraph(file);
const nodes = Object.keys(graph);
const depthOf = (node) => 1 + Math.max(0, ...graph[node].map(depthOf));
const depth = Math.max(...nodes.map(depthOf));
const graphPath = join(folder, 'graph.json');
writeFileSync(graphPath, JSON.stringify(graph));
console.log(`${nodes.length} steps of ${seconds} s, chains of at most ${depth}, ${JOBS} jobs a worker`);

try {
  for (const workers of crews.split(',').map(Number)) {
    const tookSeconds = await measure(workers);
    const idealSeconds = Math.max(Math.ceil(nodes.length / (workers * JOBS)), depth) * seconds;
    const share = (idealSeconds / tookSeconds).toFixed(3);
    console.log(`${workers} workers: ${tookSeconds.toFixed(1)} s, ideal ${idealSeconds} s, ${share} of it`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(workers) {
  const name = `plimsoll_bench_${process.pid}_${workers}`;
  await query(`CREATE DATABASE ${name}`);
  const database = new URL(server);
  database.pathname = `/${name}`;
  const record = join(folder, `record ${workers}`);
  writeFileSync(record, '');
  const shared = { database: database.href, graph: graphPath, record };
  const lengths = { leastMs: seconds * 1000, mostMs: seconds * 1000 };
  const start = (role) =>
    spawn(process.execPath, [stub, JSON.stringify({ ...shared, ...lengths, ...role })], { stdio: 'inherit' });
  const crew = Array.from({ length: workers }, (_, i) => start({ jobs: JOBS, name: `worker-${i}` }));
  // Each has its tables, queues and connections before anything is asked.
  await sleep(10_000);
  const runner = start({ run: 'bench', result: join(folder, 'result.json') });
  const ended = once(runner, 'exit');
  while (!readFileSync(record, 'utf8').includes('begin ')) await sleep(10);
  const begin = statSync(record).mtimeMs;
  const [code] = await ended;
  const end = Date.now();
  for (const worker of crew) {
    const exit = once(worker, 'exit');
    worker.kill('SIGTERM');
    await exit;
  }
  await query(`DROP DATABASE ${name} WITH (FORCE)`);
  if (code !== 0) throw new Error('the run failed');
  return (end - begin) / 1000;
}

async function query(sql) {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** What each image stands on: bases by digest. */
function readGraph(path) {
  const { images } = JSON.parse(readFileSync(path, 'utf8'));
  const names = images.map(({ repository, tags, digest }) => `${repository}:${tags[0] ?? digest}`);
  const byDigest = new Map(images.map(({ digest }, i) => [digest, names[i]]));
  return Object.fromEntries(
    images.map(({ base }, i) => {
      const below = byDigest.get(base?.split('@')[1]);
      return [names[i], below === undefined || below === names[i] ? [] : [below]];
    }),
  );
}
