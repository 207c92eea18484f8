// `plimsoll worker`: does the steps that runs ask for, wherever those run.
import { hostname } from 'node:os';
import { FactsCache } from '../../contents/cache/facts-cache.ts';
import { PlimsollError } from '../../errors.ts';
import { openStore } from '../../fleet/durable/open-store.ts';
import { WorkerMetrics } from '../../fleet/durable/worker-metrics.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { chooseDatabase } from '../worker/choose-database.ts';
import { loadPerformer, STEP_KINDS } from '../worker/performers.ts';
import { serveHealth } from '../worker/serve-health.ts';
import type { WorkerFlags } from '../worker/worker-flags.ts';

const READY_MS = 2000;

/** Works until the run's signal comes; resolves to the exit code. */
export async function runWorker(flags: WorkerFlags, io: CliIo): Promise<number> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const database = chooseDatabase(flags, io);
  if (database === undefined)
    throw new PlimsollError('USAGE', 'no database is named', {
      hint: 'Name it with --database postgres://USER@HOST/NAME, or set PLIMSOLL_DATABASE_URL.',
    });
  const wanted = flags.kinds ?? STEP_KINDS;
  const unknown = wanted.find((kind) => !STEP_KINDS.includes(kind));
  if (unknown !== undefined)
    throw new PlimsollError('USAGE', 'there is no such kind of step', {
      subject: unknown,
      hint: `There are ${STEP_KINDS.join(' and ')}.`,
    });
  const { jobs } = flags;
  const name = flags.name ?? `${hostname()}-${process.pid}`;
  const store = await openStore(database);
  const onNotice = (line: string): void => status.notice(line);
  const closers: (() => Promise<void>)[] = [];
  try {
    const cache = flags.cache
      ? new FactsCache(flags.cacheDir === undefined ? {} : { folder: flags.cacheDir })
      : undefined;
    const atEnd = (close: () => Promise<void>): void => void closers.push(close);
    const { kinds, perform } = await loadPerformer(wanted, { store, cache, flags, io, onNotice, atEnd });
    const metrics = new WorkerMetrics(kinds, jobs);
    const isReady = (): Promise<boolean> =>
      Promise.race([
        store.readDocument('ready').then(
          () => true,
          () => false,
        ),
        new Promise<boolean>((resolve) => setTimeout(() => resolve(false), READY_MS).unref()),
      ]);
    const server =
      flags.listen === undefined
        ? undefined
        : await serveHealth(flags.listen, { isReady, metrics: () => metrics.format() });
    if (server !== undefined) onNotice(`listening on http://${server.address}`);
    onNotice(`${name}: ${kinds.join(', ')}; ${jobs} at the same time`);
    try {
      await store.work(metrics.count(perform), {
        jobs,
        kinds,
        name,
        signal: io.signal,
        onOutcome: (step, outcome) => {
          metrics.countOutcome(step, outcome);
          const failure = outcome.kind === 'failed' ? `: ${outcome.code}, ${outcome.message}` : '';
          onNotice(`${outcome.kind} ${step.kind} ${step.name}${failure}`);
        },
      });
    } finally {
      await server?.close();
    }
  } finally {
    for (const close of closers) await close();
    await store.close();
  }
  return EXIT_CODE.clean;
}
