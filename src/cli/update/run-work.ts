// What a run begins with: the graph, what a plan is made of, and the plan, of all images or of those that were asked for.
import { PlimsollError } from '../../errors.ts';
import { GraphIndex } from '../../fleet/update/graph/graph-index.ts';
import { type PlanInputs, planUpdate } from '../../fleet/update/planning/plan-update.ts';
import type { UpdatePlan } from '../../fleet/update/planning/update-plan.ts';
import type { CliIo } from '../cli-io.ts';
import type { Settings } from '../settings/settings.ts';
import type { StatusLine } from '../terminal/status-line.ts';
import { findImages } from './assume-changes.ts';
import { openGraph } from './open-graph.ts';
import { openPlan } from './open-plan.ts';
import type { UpdateRunFlags } from './run-flags.ts';

/** All of it. */
export interface RunWork {
  readonly settings: Settings;
  readonly lockPath: string;
  readonly inputs: PlanInputs;
  readonly plan: UpdatePlan;
}

/** Reads and asks; throws what reading settings, the graph and the lock does. */
export async function prepareRunWork(
  folders: readonly string[],
  flags: UpdateRunFlags,
  io: CliIo,
  status: StatusLine,
): Promise<RunWork> {
  status.showStep('reading the graph');
  const opened = await openGraph(folders, flags, io);
  const { inputs, lockPath } = await openPlan(opened, flags, io, status);
  const plan = choose(planUpdate(inputs), new GraphIndex(opened.graph), flags.only);
  return { settings: opened.settings, lockPath, inputs, plan };
}

/** The plan for some images and what they stand on; the others are left. */
function choose(plan: UpdatePlan, index: GraphIndex, only: readonly string[] | undefined): UpdatePlan {
  if (only === undefined) return plan;
  const wanted = new Set<string>();
  for (const name of only) {
    const found = findImages(index, name);
    if (found.length === 0)
      throw new PlimsollError('USAGE', 'there is no such image in the graph', {
        subject: name,
        hint: "'plimsoll update graph --all' lists them.",
      });
    for (const { id } of found) for (const one of [id, ...index.ancestors(id)]) wanted.add(one);
  }
  const images = plan.images.map((one) =>
    wanted.has(one.id) ? one : { ...one, action: 'leave' as const, because: [], noCache: false, wave: -1 },
  );
  return { ...plan, images };
}
