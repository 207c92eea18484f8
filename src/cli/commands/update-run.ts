// `plimsoll update run [FOLDER...]`: every stale image made anew, in dependency order; what is done is remembered by key, so that a
// run that was killed is simply started again.
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';
import { FactsCache } from '../../contents/cache/facts-cache.ts';
import { chooseEngine, findEngines } from '../../engines/finding/find-engines.ts';
import { PlimsollError } from '../../errors.ts';
import { openStore } from '../../fleet/durable/open-store.ts';
import type { Promotion } from '../../fleet/update/generations/promote.ts';
import { fullName } from '../../fleet/update/graph/image-names.ts';
import { readLockFile, updateLockFile } from '../../fleet/update/lock/lock-file.ts';
import { changeLock, entryName } from '../../fleet/update/lock/update-lock.ts';
import { createImageMaker, MAKE_IMAGE } from '../../fleet/update/making/make-image.ts';
import type { Maker } from '../../fleet/update/making/maker.ts';
import { isImageThere } from '../../fleet/update/making/read-side.ts';
import { rideOut } from '../../fleet/update/making/ride-out.ts';
import { joinImages } from '../../fleet/update/running/join-images.ts';
import type { NodeEnd } from '../../fleet/update/running/run-graph.ts';
import type { JoinedImage, RunImage, RunReport } from '../../fleet/update/running/run-report.ts';
import { leaveEntry, type MadeNode, runUpdate } from '../../fleet/update/running/run-update.ts';
import { CompressionPool } from '../../oci/compression/compression-pool.ts';
import { linkSignals } from '../../oci/registry/link-signals.ts';
import { formatUpdatePlanText } from '../../report/update-plan-text.ts';
import { formatUpdatePromoteText } from '../../report/update-promote-text.ts';
import { formatUpdateRunJson } from '../../report/update-run-json.ts';
import { describeEnd, formatUpdateRunText } from '../../report/update-run-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import { withJournalStore } from '../update/open-generations.ts';
import { placeSecrets } from '../update/place-secrets.ts';
import { promoteRun } from '../update/promote-run.ts';
import type { UpdateRunFlags } from '../update/run-flags.ts';
import { prepareRunWork, type RunWork } from '../update/run-work.ts';
import { writePins } from '../update/write-pins.ts';

/** Runs and resolves to the exit code: 1 where an image failed or was skipped. */
export async function runUpdateRun(
  folders: readonly string[],
  flags: UpdateRunFlags,
  io: CliIo,
): Promise<number> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const work = await prepareRunWork(folders, flags, io, status);
  for (const { subject, message } of work.plan.findings) status.notice(`${subject}: ${message}`);
  const layout = chooseLayout({ ...flags, all: flags.all === true }, io);
  if (flags.dryRun === true) {
    const { plan, inputs } = work;
    await writePieces(io.stdout, [
      formatUpdatePlanText({ graph: inputs.graph, plan, bases: inputs.bases, ifChanged: [] }, layout),
    ]);
    return EXIT_CODE.clean;
  }
  const report = await carryOut(work, flags, io, status);
  // What was made is told before it is promoted, because that may be refused.
  const isText = flags.format === 'text';
  if (isText) await writePieces(io.stdout, [formatUpdateRunText(report, layout)]);
  let promotion: Promotion | undefined;
  try {
    if (flags.promote === true) promotion = await promoteReport(report, work, flags, io, status);
  } finally {
    status.clear();
    if (!isText) await writePieces(io.stdout, formatUpdateRunJson(report, promotion));
  }
  if (isText && promotion !== undefined)
    await writePieces(io.stdout, ['\n', formatUpdatePromoteText(promotion, layout)]);
  return report.images.every(({ end }) => end.kind === 'made') ? EXIT_CODE.clean : EXIT_CODE.findings;
}

/** What the run has left becomes current, with the lock as the run has written it. */
function promoteReport(
  { images, joined }: RunReport,
  { inputs: { graph }, lockPath, settings }: RunWork,
  flags: UpdateRunFlags,
  io: CliIo,
  status: StatusLine,
): Promise<Promotion> {
  const outcome = { graph, lock: readLockFile(lockPath), images, joined, to: flags.to };
  return withJournalStore(flags, io, (store) => promoteRun(outcome, flags, settings, store, io, status));
}

async function carryOut(
  work: RunWork,
  flags: UpdateRunFlags,
  io: CliIo,
  status: StatusLine,
): Promise<RunReport> {
  const isIdle = work.plan.images.every(({ action }) => action === 'leave');
  const secrets = await placeSecrets(flags.secret ?? [], io.env);
  const gzip = new CompressionPool(flags.workers);
  const stopped = new AbortController();
  const linked = linkSignals(io.signal, stopped.signal);
  // As many wait for it as there is work at the same time, which is no leak.
  setMaxListeners(0, linked.signal);
  try {
    const builds = flags.jobs > 0 && !isIdle;
    const maker: Maker = {
      engine: builds ? chooseEngine(await findEngines(io.env, io.signal), flags.engine) : undefined,
      secrets: secrets.files,
      ...(flags.network === undefined ? {} : { network: flags.network }),
      accepts: flags.accept,
      ...(flags.cache
        ? { cache: new FactsCache(flags.cacheDir === undefined ? {} : { folder: flags.cacheDir }) }
        : {}),
      ...(flags.workers === undefined ? {} : { workers: flags.workers }),
      gzip,
      insecure: flags.insecure === true,
      program: `plimsoll ${io.version}`,
      onProgress: (image, line) => status.showStep(`${image}: ${line}`),
      onNotice: (line) => status.notice(line),
    };
    const store = await openStore(flags.database ?? (io.env['PLIMSOLL_DATABASE_URL'] || undefined));
    try {
      const { signal } = linked;
      const options = {
        jobs: flags.jobs,
        kinds: [MAKE_IMAGE],
        signal,
        name: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
      };
      const working = builds ? store.work(createImageMaker(maker), options) : Promise.resolve();
      // A worker that cannot work would leave the run waiting for ever.
      const broken = working.then(
        () => new Promise<never>(() => {}),
        (error: unknown) => Promise.reject(error),
      );
      const running = runAndJoin(work, flags, maker, store, io, status);
      const report = await Promise.race([running, broken]);
      stopped.abort();
      await working;
      return report;
    } finally {
      stopped.abort();
      await store.close();
    }
  } finally {
    status.clear();
    linked.unlink();
    await gzip.close();
    await secrets.remove();
  }
}

async function runAndJoin(
  work: RunWork,
  flags: UpdateRunFlags,
  maker: Maker,
  store: Awaited<ReturnType<typeof openStore>>,
  io: CliIo,
  status: StatusLine,
): Promise<RunReport> {
  const start = performance.now();
  const { plan, inputs } = work;
  const { graph, lock } = inputs;
  const made = new Map<string, MadeNode>();
  const orders = new Map<string, number>();
  const onEnd = (
    planned: { readonly id: string; readonly platform: string },
    end: NodeEnd<MadeNode>,
  ): void => {
    const name = entryName(planned.id, planned.platform);
    orders.set(name, orders.size);
    if (end.kind === 'done') made.set(name, end.result);
    status.notice(`${name}: ${describeEnd(toEnd(end))}`);
  };
  let ends: ReadonlyMap<string, NodeEnd<MadeNode>>;
  try {
    const isThere = (reference: string, platform: string): Promise<boolean> =>
      rideOut(() => isImageThere(reference, platform, maker, io.signal), io.signal);
    ends = await runUpdate({
      ...{ inputs, plan, store, isThere, onEnd },
      runId: randomUUID(),
      to: flags.to,
      tries: flags.tries,
      ...(flags.mirror === undefined ? {} : { mirrors: flags.mirror }),
      signal: io.signal,
    });
  } finally {
    // What is made is made, also where the run is stopped.
    const entries = [...made.values()].map(({ entry }) => entry);
    if (entries.length > 0) updateLockFile(work.lockPath, (now) => changeLock(now, entries));
  }
  const images = plan.images.flatMap(({ id, platform, because }): readonly RunImage[] => {
    const name = entryName(id, platform);
    const end = ends.get(name);
    if (end !== undefined)
      return [{ id, platform, because, end: toEnd(end), order: orders.get(name) ?? null }];
    const entry = lock.entries.get(name);
    // What was never made and is not asked for has nothing to tell.
    if (entry === undefined) return [];
    return [{ id, platform, because: [], end: { kind: 'made', made: leaveEntry(entry) }, order: null }];
  });
  const joined = await joinImages(graph, images, flags.to, maker, io.signal);
  const written = flags.write === true ? writePins(graph, digestsOf(joined)) : [];
  return {
    kind: 'update-run',
    images,
    joined,
    seconds: Math.round(performance.now() - start) / 1000,
    pushedBytes: [...made.values()].reduce((sum, node) => sum + node.made.pushedBytes, 0),
    written,
  };
}

function toEnd(end: NodeEnd<MadeNode>): RunImage['end'] {
  if (end.kind === 'done') return { kind: 'made', made: end.result.made };
  if (end.kind === 'skipped') return { kind: 'skipped', because: end.because };
  const { error } = end;
  if (!(error instanceof PlimsollError)) throw error;
  // What failed a step is told by the step's own code.
  const code = typeof error.cause === 'string' && error.code === 'BUILD_FAILED' ? error.cause : error.code;
  return { kind: 'failed', code, message: error.message };
}

function digestsOf(joined: readonly JoinedImage[]): (reference: string) => string | undefined {
  const digests = new Map(
    joined.flatMap(({ references, reference }) =>
      references.map((name) => [fullName(name), reference.slice(reference.lastIndexOf('@') + 1)] as const),
    ),
  );
  return (reference) => digests.get(reference);
}
