// The plan: what is stale and why, what is done about it, in which order, at which cost. One pass in dependency order; an image
// none of whose inputs changed and none of whose bases is made anew is left alone.
import { PlimsollError } from '../../../errors.ts';
import type { UpdateGraph, UpdateImage } from '../graph/update-graph.ts';
import { completeKey, type ResolvedBase } from '../keys/complete-key.ts';
import type { SourceKey } from '../keys/source-key.ts';
import { entryName, type LockEntry, type UpdateLock } from '../lock/update-lock.ts';
import type { BaseResolution } from './base-resolution.ts';
import { estimateCost } from './estimate-cost.ts';
import { findOwnCauses } from './find-own-causes.ts';
import { BaseFinder, type ImageBase, platformsOf } from './image-bases.ts';
import { ChainList } from './join-chains.ts';
import { listFindings } from './list-findings.ts';
import type { PlannedAction, PlannedImage, ReasonStep, UpdatePlan } from './update-plan.ts';

/** Changes that were not looked for but are given. */
export interface AssumedChanges {
  /** Causes by `entryName`. */
  readonly images: ReadonlyMap<string, readonly ReasonStep[]>;
  /** External references. */
  readonly bases: ReadonlySet<string>;
}

/** All that a plan is made of; nothing else is asked. */
export interface PlanInputs {
  readonly graph: UpdateGraph;
  readonly lock: UpdateLock;
  /** By `entryName`: the key, or why there is none. */
  readonly sourceKeys: ReadonlyMap<string, SourceKey | PlimsollError>;
  /** External bases by reference; one that is left out or failed counts as unchanged. */
  readonly bases: ReadonlyMap<string, BaseResolution>;
  /** Digests of package indexes now, by URL. */
  readonly packages?: ReadonlyMap<string, string>;
  /** Ids of images that are made anew whatever changed. */
  readonly forced?: ReadonlySet<string>;
  /** Changes to plan for in place of those that lock, files and registries show: what would they touch? */
  readonly assumed?: AssumedChanges;
  readonly now: Date;
}

/** One image for one platform while its plan is made. */
interface OpenImage {
  readonly image: UpdateImage;
  readonly platform: string;
  readonly entry: LockEntry | undefined;
  readonly chains: ChainList;
  readonly bases: readonly ImageBase[];
  /** What its bases are now, as far as that is known. */
  readonly resolved: ResolvedBase[];
  isRebaseEnough: boolean;
  wave: number;
}

/** Causes that no file shows: an engine's cache would give back what was built before. */
const HIDDEN: ReadonlySet<ReasonStep['kind']> = new Set(['packages-changed', 'refresh-due', 'forced']);

const NO_NAMES: ReadonlySet<string> = new Set();

/** Makes the plan. */
export function planUpdate(inputs: PlanInputs): UpdatePlan {
  const { graph, sourceKeys, bases } = inputs;
  const finder = new BaseFinder(graph);
  const planned = new Map<string, PlannedImage>();
  let waves = 0;
  for (const image of graph.images)
    for (const platform of platformsOf(image)) {
      const one = planImage(image, platform, inputs, finder, planned);
      planned.set(entryName(image.id, platform), one);
      waves = Math.max(waves, one.wave + 1);
    }
  return {
    kind: 'update-plan',
    images: [...planned.values()],
    waves,
    findings: listFindings(graph, sourceKeys, bases),
  };
}

function planImage(
  image: UpdateImage,
  platform: string,
  inputs: PlanInputs,
  finder: BaseFinder,
  planned: ReadonlyMap<string, PlannedImage>,
): PlannedImage {
  const name = entryName(image.id, platform);
  const entry = inputs.lock.entries.get(name);
  const found = inputs.sourceKeys.get(name);
  const sourceKey = found instanceof PlimsollError ? undefined : found;
  const { assumed } = inputs;
  const own =
    assumed === undefined ? ownCauses(image, entry, sourceKey, inputs) : (assumed.images.get(name) ?? []);
  const open: OpenImage = {
    image,
    platform,
    entry,
    chains: new ChainList(image.id),
    bases: finder.find(image.id, platform),
    resolved: [],
    isRebaseEnough: (entry !== undefined || assumed !== undefined) && own.length === 0,
    wave: 0,
  };
  for (const cause of own) open.chains.addCause(cause);
  for (const base of open.bases) addBase(open, base, inputs, finder, planned);
  if (assumed === undefined) {
    addGoneBases(open);
    checkKey(open, sourceKey);
  }
  const action = chooseAction(open);
  return {
    id: image.id,
    platform,
    action,
    because: action === 'leave' ? [] : open.chains.chains,
    hasMoreReasons: action !== 'leave' && open.chains.hasMore,
    noCache: action === 'rebuild' && own.some(({ kind }) => HIDDEN.has(kind)),
    wave: action === 'leave' ? -1 : open.wave,
    cost: estimateCost(open, action, {
      resolutions: inputs.bases,
      assumed: assumed?.bases ?? NO_NAMES,
      planOf: (id) => {
        const of = finder.platformOf(id, platform);
        return of === undefined ? undefined : planned.get(entryName(id, of));
      },
    }),
  };
}

function ownCauses(
  image: UpdateImage,
  entry: LockEntry | undefined,
  sourceKey: SourceKey | undefined,
  { graph, forced, packages, now }: PlanInputs,
): readonly ReasonStep[] {
  return findOwnCauses({
    image,
    root: graph.root,
    entry,
    sourceKey,
    isForced: forced?.has(image.id) === true,
    packages: packages ?? new Map(),
    nowMs: now.getTime(),
  });
}

/** What a base brings: it is made anew in this plan, or it is another than the one in the lock. */
function addBase(
  open: OpenImage,
  base: ImageBase,
  { lock, bases, assumed }: PlanInputs,
  finder: BaseFinder,
  planned: ReadonlyMap<string, PlannedImage>,
): void {
  const { origin, name, isFinalOnly } = base;
  let after: ResolvedBase['digest'] | undefined;
  if (origin.kind === 'external' && assumed !== undefined) {
    if (!assumed.bases.has(name)) return;
    open.isRebaseEnough &&= isFinalOnly;
    open.chains.addCause({ subject: name, kind: 'assumed' });
    return;
  }
  if (origin.kind === 'external') {
    const resolution = bases.get(name);
    if (resolution?.kind === 'resolved') after = resolution.digest;
  } else {
    const platform = finder.platformOf(name, open.platform);
    const below = platform === undefined ? undefined : planned.get(entryName(name, platform));
    if (below !== undefined && below.action !== 'leave') {
      open.chains.addBase(below.because, below.hasMoreReasons);
      open.isRebaseEnough &&= isFinalOnly;
      open.wave = Math.max(open.wave, below.wave + 1);
      return;
    }
    after = platform === undefined ? undefined : lock.entries.get(entryName(name, platform))?.digest;
  }
  if (open.entry === undefined || assumed !== undefined) return;
  const before = Object.hasOwn(open.entry.bases, name) ? open.entry.bases[name] : undefined;
  const digest = after ?? before;
  if (digest !== undefined) open.resolved.push({ reference: name, digest });
  if (after === undefined || after === before) return;
  open.isRebaseEnough &&= isFinalOnly && before !== undefined;
  open.chains.addCause({
    subject: name,
    kind: 'base-changed',
    ...(before === undefined ? {} : { before }),
    after,
  });
}

/** Bases that the lock names and the image does not use any more. */
function addGoneBases(open: OpenImage): void {
  const { image, entry, bases, chains } = open;
  if (entry === undefined || image.build === undefined) return;
  const names = new Set(bases.map(({ name }) => name));
  for (const [name, before] of Object.entries(entry.bases))
    if (!names.has(name)) {
      open.isRebaseEnough = false;
      chains.addCause({ subject: name, kind: 'base-changed', before });
    }
}

/** Where nothing seems to have changed and the key is another all the same, the key is right: a run goes by it. */
function checkKey(
  { image, entry, chains, resolved, bases }: OpenImage,
  sourceKey: SourceKey | undefined,
): void {
  if (entry === undefined || sourceKey === undefined || !chains.isEmpty || resolved.length !== bases.length)
    return;
  const key = completeKey(sourceKey, resolved);
  if (key !== entry.key)
    chains.addCause({ subject: image.id, kind: 'key-changed', before: entry.key, after: key });
}

function chooseAction({ image, chains, isRebaseEnough }: OpenImage): PlannedAction {
  if (chains.isEmpty) return 'leave';
  if (image.build === undefined) return isRebaseEnough ? 'rebase' : 'leave';
  // A cause that came last, as a key that is another, is in none of the bases.
  const isOfBases = chains.chains.every((chain) => chain.length > 1);
  return isRebaseEnough && isOfBases ? 'rebase' : 'rebuild';
}
