// A fleet's history played again: at each moment a plan is made from what was there before and from what is new below, and held
// against what was really made. A history knows images, their bases and their layers, and no source: that an image changed
// of itself is told to the plan where its base stayed the same.

import type { FleetHistory, FleetImage } from '../../snapshot/fleet-snapshot.ts';
import { planUpdate } from '../planning/plan-update.ts';
import { measureSavings, type ReplaySavings, SizeBook } from './measure-savings.ts';
import { replayInputs } from './replay-inputs.ts';
import { ReplayNames } from './replay-names.ts';

/** One moment against the one before. */
export interface ReplayEvent {
  readonly at: string;
  /** Images that both moments have. */
  readonly images: number;
  /** Of another digest than before. */
  readonly changed: number;
  /** Of those, with another digest of the same base: what a plan must name. */
  readonly changedByBase: number;
  /** What the plan says is stale by its base. */
  readonly planned: number;
  /** In both. */
  readonly hits: number;
  /** Of what the plan named and nobody made, how many were made by base at a later moment. */
  readonly madeLater: number;
}

/** The whole history. */
export interface ReplayReport {
  readonly from: string;
  readonly to: string;
  readonly events: readonly ReplayEvent[];
  readonly savings: ReplaySavings;
}

/** Plays it again. */
export function replayHistory({ moments, layers }: FleetHistory): ReplayReport {
  const names = new ReplayNames(moments);
  const book = new SizeBook(layers, moments[0]?.images ?? []);
  const events: ReplayEvent[] = [];
  const missed: ReadonlySet<string>[] = [];
  const made: ReadonlySet<string>[] = [];
  for (const [m, { at, images: after }] of moments.entries()) {
    if (m === 0) continue;
    const before = names.byIdentity(moments[m - 1]!.images);
    const now = names.byIdentity(after);
    const changes = compareMoments(before, now, names);
    const plan = planUpdate(replayInputs(before, now, changes.own, names));
    const planned = new Set(
      plan.images
        .filter(
          ({ id, because }) => now.has(id) && before.has(id) && because.some((chain) => isOfBase(chain)),
        )
        .map(({ id }) => id),
    );
    const hits = [...planned].filter((id) => changes.byBase.has(id));
    missed.push(new Set([...planned].filter((id) => !changes.byBase.has(id))));
    made.push(changes.byBase);
    events.push({
      at,
      images: [...now.keys()].filter((id) => before.has(id)).length,
      changed: changes.changed.size,
      changedByBase: changes.byBase.size,
      planned: planned.size,
      hits: hits.length,
      madeLater: 0,
    });
    measureSavings(book, before, now, changes, names);
  }
  return {
    from: moments[0]?.at ?? '',
    to: moments.at(-1)?.at ?? '',
    events: events.map((event, i) => ({
      ...event,
      madeLater: [...missed[i]!].filter((id) => made.slice(i + 1).some((later) => later.has(id))).length,
    })),
    savings: book.savings,
  };
}

/** What really changed. */
export interface MomentChanges {
  readonly changed: ReadonlySet<string>;
  /** Their base is another, by the same name. */
  readonly byBase: ReadonlySet<string>;
  /** Of themselves: their base is the same, or they stand on another one. */
  readonly own: ReadonlySet<string>;
}

function compareMoments(
  before: ReadonlyMap<string, FleetImage>,
  now: ReadonlyMap<string, FleetImage>,
  names: ReplayNames,
): MomentChanges {
  const [changed, byBase, own] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const [id, image] of now) {
    const old = before.get(id);
    if (old === undefined || old.digest === image.digest) continue;
    changed.add(id);
    const isMoved = names.baseOf(old)?.name !== names.baseOf(image)?.name;
    if (old.base === image.base || isMoved) own.add(id);
    else byBase.add(id);
  }
  return { changed, byBase, own };
}

/** Whether a chain leads to another image or base. */
function isOfBase(chain: readonly { readonly kind: string }[]): boolean {
  return chain.length > 2 || chain.at(-1)!.kind === 'base-changed';
}
