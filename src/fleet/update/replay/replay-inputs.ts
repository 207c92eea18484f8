// A moment of a history as a plan takes it: the graph and the lock of before, the bases of now.
import type { FleetImage } from '../../snapshot/fleet-snapshot.ts';
import type { BaseUse, UpdateGraph, UpdateImage } from '../graph/update-graph.ts';
import { hashFields } from '../keys/hash-fields.ts';
import { KEY_PARTS, type KeyPart, type SourceKey } from '../keys/source-key.ts';
import { makeEntry } from '../lock/make-entry.ts';
import { changeLock, EMPTY_LOCK, entryName, type LockEntry } from '../lock/update-lock.ts';
import type { BaseResolution } from '../planning/base-resolution.ts';
import type { PlanInputs } from '../planning/plan-update.ts';
import type { ReplayNames } from './replay-names.ts';

/** Each image has one platform of its own; what it is does not matter to a plan. */
const PLATFORM = 'linux/amd64';

/** What a plan would have been made of; `own` are those whose files changed. */
export function replayInputs(
  before: ReadonlyMap<string, FleetImage>,
  now: ReadonlyMap<string, FleetImage>,
  own: ReadonlySet<string>,
  names: ReplayNames,
): PlanInputs {
  const graph = graphOf(before, names);
  const sourceKeys = new Map<string, SourceKey>();
  const entries: LockEntry[] = [];
  for (const [id, image] of before) {
    if (image.digest === undefined) continue;
    const base = names.baseOf(image);
    const old = wordKey(id);
    sourceKeys.set(entryName(id, PLATFORM), own.has(id) ? wordKey(`${id} changed`) : old);
    const at = new Date(0).toISOString();
    entries.push(
      makeEntry({
        id,
        platform: PLATFORM,
        tags: [],
        sourceKey: old,
        bases: base === undefined ? [] : [{ reference: base.name, digest: base.digest }],
        made: { digest: image.digest, reference: image.name, how: 'rebuilt', seconds: 0, pushedBytes: 0, at },
      }),
    );
  }
  const bases = new Map<string, BaseResolution>();
  for (const image of now.values()) {
    const base = names.baseOf(image);
    if (base?.isInternal === false) bases.set(base.name, { kind: 'resolved', digest: base.digest });
  }
  return { graph, lock: changeLock(EMPTY_LOCK, entries), sourceKeys, bases, now: new Date(0) };
}

function graphOf(images: ReadonlyMap<string, FleetImage>, names: ReplayNames): UpdateGraph {
  const uses: BaseUse[] = [];
  const below = new Map<string, string>();
  for (const [id, image] of images) {
    const base = names.baseOf(image);
    if (base === undefined) continue;
    const isHere = base.isInternal && images.has(base.name);
    if (isHere) below.set(id, base.name);
    const origin = isHere
      ? ({ kind: 'image', id: base.name } as const)
      : ({ kind: 'external', reference: base.name } as const);
    uses.push({ image: id, kind: 'from', origin });
  }
  return { kind: 'update-graph', root: '/', images: sortByDepth(images, below), uses, findings: [] };
}

function sortByDepth(
  images: ReadonlyMap<string, FleetImage>,
  below: ReadonlyMap<string, string>,
): readonly UpdateImage[] {
  const depthOf = (id: string): number => {
    let depth = 0;
    // A history may say anything: nothing is deeper than there are images.
    for (let at = below.get(id); at !== undefined && depth < images.size; at = below.get(at)) depth++;
    return depth;
  };
  const depths = new Map([...images.keys()].map((id) => [id, depthOf(id)]));
  return [...images.keys()]
    .sort((a, b) => depths.get(a)! - depths.get(b)!)
    .map((id) => ({
      kind: 'image',
      id,
      references: [],
      place: { kind: 'dockerfile', file: id },
      build: {
        contextPath: '/',
        dockerfilePath: '/Dockerfile',
        args: {},
        namedContexts: {},
        secretIds: [],
        platforms: [PLATFORM],
      },
    }));
}

const EMPTY_PARTS = new Map(KEY_PARTS.map((part) => [part, hashFields(part, [])]));

/** A source key that stands for a word. */
function wordKey(word: string): SourceKey {
  const hash = hashFields('source', [word]);
  const parts = Object.fromEntries(
    KEY_PARTS.map((part) => [part, part === 'files' ? hash : EMPTY_PARTS.get(part)]),
  );
  return { kind: 'source-key', hash, parts: parts as Record<KeyPart, string>, sources: [] };
}
