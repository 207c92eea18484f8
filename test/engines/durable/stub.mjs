// A process that runs a graph, performs its steps, or both, with a stub in place of builds that records into a file what it does:
// `node stub.mjs JSON`. It is killed at any moment.
import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPostgresStore } from '../../../dist/fleet/durable/postgres/postgres-store.js';
import { openSqliteStore } from '../../../dist/fleet/durable/sqlite/sqlite-store.js';
import { runGraph } from '../../../dist/fleet/update/running/run-graph.js';

const {
  database,
  graph,
  record,
  result,
  run,
  jobs = 0,
  name,
  leastMs,
  mostMs,
  broken = [],
  options,
} = JSON.parse(process.argv[2]);

const note = (line) => appendFileSync(record, `${line}\n`);
const store = await (database.startsWith('postgres:') ? openPostgresStore : openSqliteStore)(database, {
  ...options,
  backOff: () => 100,
});
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());

const perform = async ({ key, input }, { signal }) => {
  note(`begin ${key} ${input.node} ${process.pid}`);
  await sleep(leastMs + Math.random() * (mostMs - leastMs), undefined, { signal });
  if (broken.includes(input.node)) throw new Error('broken');
  const made = randomBytes(8).toString('hex');
  note(`end ${key} ${input.node} ${process.pid} ${made}`);
  return made;
};

const work =
  jobs > 0 ? store.work(perform, { jobs, kinds: ['make'], name, signal: stop.signal }) : Promise.resolve();
if (run === undefined) {
  note(`ready ${process.pid}`);
  await work;
} else {
  const after = JSON.parse(readFileSync(graph, 'utf8'));
  const ends = await runGraph({
    nodes: Object.keys(after),
    after: (node) => after[node],
    jobs: Number.POSITIVE_INFINITY,
    signal: stop.signal,
    runNode: async (node, parents, { height }) => {
      const key = createHash('sha256')
        .update(JSON.stringify([node, [...parents]]))
        .digest('hex');
      const step = { key, kind: 'make', name: node, input: { node }, tries: 2, urgency: height };
      const outcome = await store.runOnce(run, step, stop.signal);
      if (outcome.kind === 'failed') throw new Error(outcome.code);
      return { key, made: outcome.result, attempts: outcome.attempts };
    },
  });
  const told = [...ends].map(([node, end]) => [
    node,
    end.kind === 'failed' ? { kind: end.kind, message: String(end.error) } : end,
  ]);
  writeFileSync(result, JSON.stringify(Object.fromEntries(told)));
  stop.abort();
  await work;
}
await store.close();
