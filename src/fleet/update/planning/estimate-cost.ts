// What an image of the plan is likely to cost, from what its last making cost. Nothing is guessed: what is not known is null.
import type { LockEntry } from '../lock/update-lock.ts';
import type { BaseResolution } from './base-resolution.ts';
import type { ImageBase } from './image-bases.ts';
import type { PlannedAction, PlannedImage, StepCost } from './update-plan.ts';

/** What it costs to leave something alone. */
const NOTHING: StepCost = { seconds: 0, pushedBytes: 0, pulledBytes: 0 };

/** What the estimate is made from. */
export interface CostSources {
  readonly resolutions: ReadonlyMap<string, BaseResolution>;
  /** External bases of which it is asked what their change would do. */
  readonly assumed: ReadonlySet<string>;
  /** What is planned for a base of the graph. */
  readonly planOf: (id: string) => PlannedImage | undefined;
}

/** The cost of one image. */
export function estimateCost(
  image: {
    readonly platform: string;
    readonly entry: LockEntry | undefined;
    readonly bases: readonly ImageBase[];
  },
  action: PlannedAction,
  sources: CostSources,
): StepCost {
  if (action === 'leave') return NOTHING;
  const { entry, platform } = image;
  const final = image.bases.filter(({ isFinalOnly }) => isFinalOnly);
  const external = final
    .filter(({ origin }) => origin.kind === 'external')
    .map(({ name }) => externalBytes(name, platform, entry, sources))
    .reduce(add, 0);
  const internal = final
    .filter(({ origin }) => origin.kind === 'image')
    .map(({ name }) => pulledOf(sources.planOf(name)))
    .reduce(add, 0);
  // What a cut-off or a rebase pushed says nothing of a build.
  const built = entry !== undefined && entry.how === 'rebuilt' ? entry.pushedBytes : null;
  const own = action === 'rebase' ? 0 : built;
  return {
    seconds: entry?.seconds ?? null,
    // A rebased image's own layers are in the registry; those of a base of elsewhere may not be.
    pushedBytes: action === 'rebase' ? external : built,
    pulledBytes: add(own, add(external, internal)),
  };
}

/** What a node must pull of a base of the graph. */
function pulledOf(planned: PlannedImage | undefined): number | null {
  return planned === undefined ? 0 : planned.cost.pulledBytes;
}

/** Bytes of an external base that is another than before; an upper bound. */
function externalBytes(
  name: string,
  platform: string,
  entry: LockEntry | undefined,
  { resolutions, assumed }: CostSources,
): number | null {
  if (assumed.has(name)) return null;
  const resolution = resolutions.get(name);
  if (resolution?.kind !== 'resolved' || entry?.bases[name] === resolution.digest) return 0;
  return resolution.bytes?.[platform] ?? null;
}

function add(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
