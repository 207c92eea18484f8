// What an image of the plan is likely to cost, from what its last making cost. Nothing is guessed: what is not known is null.
import type { LockEntry } from '../lock/update-lock.ts';
import type { BaseResolution } from './base-resolution.ts';
import type { ImageBase } from './image-bases.ts';
import type { PlannedAction, PlannedImage, StepCost } from './update-plan.ts';

/** What it costs to leave something alone. */
const NOTHING: StepCost = { seconds: 0, pushedBytes: 0, pulledBytes: 0 };

/** The cost of one image; `planOf` gives what is planned for a base of the graph. */
export function estimateCost(
  image: {
    readonly platform: string;
    readonly entry: LockEntry | undefined;
    readonly bases: readonly ImageBase[];
  },
  action: PlannedAction,
  resolutions: ReadonlyMap<string, BaseResolution>,
  planOf: (id: string) => PlannedImage | undefined,
): StepCost {
  if (action === 'leave') return NOTHING;
  const { entry, bases, platform } = image;
  const below = bases
    .filter(({ isFinalOnly }) => isFinalOnly)
    .map((base) => pulledBelow(base, platform, entry, resolutions, planOf));
  // What a cut-off or a rebase pushed says nothing of a build.
  const built = entry !== undefined && entry.how === 'rebuilt' ? entry.pushedBytes : null;
  const own = action === 'rebase' ? 0 : built;
  return {
    seconds: entry?.seconds ?? null,
    pushedBytes: own,
    pulledBytes: below.reduce<number | null>((sum, part) => add(sum, part), own),
  };
}

/** What a node must pull of the base itself. */
function pulledBelow(
  { origin, name }: ImageBase,
  platform: string,
  entry: LockEntry | undefined,
  resolutions: ReadonlyMap<string, BaseResolution>,
  planOf: (id: string) => PlannedImage | undefined,
): number | null {
  if (origin.kind === 'image') return planOf(name)?.cost.pulledBytes ?? 0;
  const resolution = resolutions.get(name);
  if (resolution?.kind !== 'resolved' || entry?.bases[name] === resolution.digest) return 0;
  return resolution.bytes?.[platform] ?? null;
}

function add(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
