// Layers made by plans, in memory: the source layers' tars in, the new layer's tar out.
import type { LayerPlan } from '../../src/rewrite/layer-plan.ts';
import { writeLayer } from '../../src/rewrite/write-layer.ts';
import { type Listing, renderListing, type Shown } from '../contents/view/shown.ts';
import { streamPieces } from './opened-images.ts';

/** The tar of a plan over layers of these stored bytes, and which layers were opened, in order. */
export async function writePlan(
  plan: LayerPlan,
  stored: readonly Uint8Array[],
): Promise<{ readonly tar: Buffer; readonly opened: readonly number[] }> {
  const opened: number[] = [];
  const source = {
    open: (layer: number) => {
      opened.push(layer);
      return streamPieces(stored[layer]!, 1000);
    },
    name: (layer: number) => `layer ${layer}`,
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of writeLayer(plan, source, new AbortController().signal)) pieces.push(piece);
  return { tar: Buffer.concat(pieces), opened };
}

/** A listing with times in whole seconds, as new layers have them; kept ones keep theirs. */
export function inWholeSeconds(listing: Listing): Listing {
  return new Map(
    [...listing].map(([path, shown]): [string, Shown] => [
      path,
      shown.attributes === null
        ? shown
        : {
            ...shown,
            attributes: { ...shown.attributes, mtimeSeconds: Math.floor(shown.attributes.mtimeSeconds) },
          },
    ]),
  );
}

/** One line for each path at which a rewritten image shows something else than the first one did. */
export function differencesOf(before: Listing, after: Listing): readonly string[] {
  const expected = inWholeSeconds(before);
  const a = renderListing(expected, expected);
  const b = renderListing(inWholeSeconds(after), expected);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((path) => a[path] !== b[path])
    .map((path) => `${path}: ${a[path] ?? 'nothing'} became ${b[path] ?? 'nothing'}`);
}
