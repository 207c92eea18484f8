// What a run begins with: the graph, what a plan is made of, and the plan, of all images or of those that were asked for.
import { PlimsollError } from '../../errors.ts';
import { GraphIndex } from '../../fleet/update/graph/graph-index.ts';
import type { UpdateGraph } from '../../fleet/update/graph/update-graph.ts';
import { entryName } from '../../fleet/update/lock/update-lock.ts';
import { BaseFinder, platformsOf } from '../../fleet/update/planning/image-bases.ts';
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
  const plan = choose(planUpdate(inputs), opened.graph, flags.only);
  return { settings: opened.settings, lockPath, inputs, plan };
}

/**
 * The plan for some images and what they stand on; the others are left. A name may be followed by a platform, as reports have it:
 * `NAME linux/arm64`.
 */
function choose(plan: UpdatePlan, graph: UpdateGraph, only: readonly string[] | undefined): UpdatePlan {
  if (only === undefined) return plan;
  const index = new GraphIndex(graph);
  const finder = new BaseFinder(graph);
  const wanted = new Set<string>();
  const add = (id: string, platform: string): void => {
    const name = entryName(id, platform);
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const base of finder.find(id, platform))
      if (base.origin.kind === 'image') add(base.name, finder.platformOf(base.name, platform) ?? platform);
  };
  for (const text of only) {
    const [name = '', platform] = text.trim().split(/\s+/);
    const found = findImages(index, name);
    if (found.length === 0)
      throw new PlimsollError('USAGE', 'there is no such image in the graph', {
        subject: name,
        hint: "'plimsoll update graph --all' lists them.",
      });
    const built = found.flatMap((image) =>
      platformsOf(image).map((each) => ({ id: image.id, platform: each })),
    );
    const chosen = platform === undefined ? built : built.filter((one) => one.platform === platform);
    if (chosen.length === 0)
      throw new PlimsollError('USAGE', `it is not built for ${platform}`, {
        subject: name,
        hint: `It is built for ${[...new Set(built.map((one) => one.platform))].join(', ')}.`,
      });
    for (const one of chosen) add(one.id, one.platform);
  }
  const images = plan.images.map((one) =>
    wanted.has(entryName(one.id, one.platform))
      ? one
      : { ...one, action: 'leave' as const, because: [], noCache: false, wave: -1 },
  );
  return { ...plan, images };
}
