// What a run is made of before anything is done: graph, lock, keys, bases as they are now, and the plan.
import { join } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { GraphIndex } from '../../fleet/update/graph/graph-index.ts';
import type { UpdateGraph } from '../../fleet/update/graph/update-graph.ts';
import { computeSourceKeys } from '../../fleet/update/keys/compute-source-keys.ts';
import type { SourceKey } from '../../fleet/update/keys/source-key.ts';
import { LOCK_FILE_NAME, readLockFile } from '../../fleet/update/lock/lock-file.ts';
import type { UpdateLock } from '../../fleet/update/lock/update-lock.ts';
import type { BaseResolution } from '../../fleet/update/planning/base-resolution.ts';
import { planUpdate } from '../../fleet/update/planning/plan-update.ts';
import { listExternalBases, resolveBases } from '../../fleet/update/planning/resolve-bases.ts';
import type { UpdatePlan } from '../../fleet/update/planning/update-plan.ts';
import type { CliIo } from '../cli-io.ts';
import type { Settings } from '../settings/settings.ts';
import type { StatusLine } from '../terminal/status-line.ts';
import { openGraph } from './open-graph.ts';
import type { UpdateRunFlags } from './run-flags.ts';

/** All of it. */
export interface RunWork {
  readonly graph: UpdateGraph;
  readonly settings: Settings;
  readonly lockPath: string;
  readonly lock: UpdateLock;
  readonly sourceKeys: ReadonlyMap<string, SourceKey | PlimsollError>;
  readonly bases: ReadonlyMap<string, BaseResolution>;
  readonly plan: UpdatePlan;
}

/** Reads and asks; throws what reading settings, the graph and the lock does. */
export async function prepareRunWork(
  folders: readonly string[],
  flags: UpdateRunFlags,
  io: CliIo,
  status: StatusLine,
): Promise<RunWork> {
  const { graph, settings } = await openGraph(folders, flags, io);
  const { signal } = io;
  const lockPath = join(graph.root, LOCK_FILE_NAME);
  const lock = readLockFile(lockPath);
  status.showStep('computing build keys');
  const sourceKeys = await computeSourceKeys(graph, { lock, lockPath, signal });
  status.showStep('asking for bases');
  const insecure = flags.insecure === true;
  const onNotice = (line: string): void => status.notice(line);
  const bases = await resolveBases(listExternalBases(graph), { insecure, signal, onNotice });
  const index = new GraphIndex(graph);
  const forced = new Set((flags.force ?? []).flatMap((name) => findAll(index, name)));
  const plan = planUpdate({ graph, lock, sourceKeys, bases, forced, now: io.now });
  status.clear();
  return { graph, settings, lockPath, lock, sourceKeys, bases, plan: choose(plan, index, flags.only) };
}

/** The plan for some images and what they stand on; the others are left. */
function choose(plan: UpdatePlan, index: GraphIndex, only: readonly string[] | undefined): UpdatePlan {
  if (only === undefined) return plan;
  const wanted = new Set(only.flatMap((name) => findAll(index, name)));
  for (const id of [...wanted]) for (const below of index.ancestors(id)) wanted.add(below);
  const images = plan.images.map((one) =>
    wanted.has(one.id) ? one : { ...one, action: 'leave' as const, because: [], noCache: false, wave: -1 },
  );
  return { ...plan, images };
}

function findAll(index: GraphIndex, name: string): readonly string[] {
  const found = index.find(name).map(({ id }) => id);
  if (found.length > 0) return found;
  throw new PlimsollError('USAGE', 'there is no such image in the graph', {
    subject: name,
    hint: "'plimsoll update graph --all' lists them.",
  });
}
