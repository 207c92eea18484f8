// A trim's layers, planned step by step, are those that come of comparing what each number of layers shows without what goes; and
// the work grows with the entries, however many layers they lie in.
import { describe, expect, test } from 'vitest';
import { ENTRY_KIND, type LayerFacts } from '../../../src/contents/facts/layer-facts.ts';
import { layerOf } from '../../../src/contents/view/locate-entry.ts';
import { ABSENT } from '../../../src/contents/view/path-tree.ts';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import type { SquashedView } from '../../../src/contents/view/squashed-view.ts';
import type { LayerPlan } from '../../../src/rewrite/layer-plan.ts';
import { planDifference } from '../../../src/rewrite/plan-difference.ts';
import { findAmbiguousLayer } from '../../../src/rewrite/portable/find-ambiguous.ts';
import { findTouched, planTrim } from '../../../src/rewrite/trim/plan-trim.ts';
import { randomStack } from '../../contents/view/random-stacks.ts';
import { dir, file, layer, scanLayers } from '../../support/layers.ts';

/** The plain way, which takes the layers anew for each of them: nodes have the same numbers in the views of the lowest layers. */
function planPlainly(
  view: SquashedView,
  gone: ReadonlySet<number>,
  keptCount: number,
): (LayerPlan | undefined)[] {
  const { layers, goneFrom } = findTouched(view, { gone, made: new Map() }, keptCount);
  const mask = (count: number): SquashedView => {
    const masked = squashLayers(view.layers.slice(0, count));
    for (const node of gone) {
      if (node >= masked.tree.nodeCount || goneFrom.get(node)! >= count) continue;
      masked.tree.clearBelow(node, () => {});
      masked.tree.kinds[node] = ABSENT;
    }
    return masked;
  };
  return view.layers.map((_, at) =>
    layers.has(at) ? planDifference(mask(at + 1), at === 0 ? undefined : mask(at)) : undefined,
  );
}

/** Every second or so of the files that layers above the kept ones show. */
function chooseGone(view: SquashedView, keptCount: number, seed: number): Set<number> {
  const gone = new Set<number>();
  for (let node = 1; node < view.tree.nodeCount; node++) {
    const kind = view.tree.kinds[node];
    if (kind === ABSENT || kind === ENTRY_KIND.directory) continue;
    if (layerOf(view, view.inodes[node]!) >= keptCount && (node * 7 + seed) % 2 === 0) gone.add(node);
  }
  return gone;
}

describe('the layers of a trim', () => {
  test('are those of the plain way', async () => {
    const tally = { layers: 0, whiteouts: 0, links: 0 };
    for (let seed = 0; seed < 400; seed++) {
      const stack = randomStack(seed, 'tame');
      const view = squashLayers(await scanLayers(stack.map(layer)));
      if (findAmbiguousLayer(view) !== undefined) continue;
      for (const keptCount of [0, 1]) {
        const gone = chooseGone(view, keptCount, seed);
        const { layers } = planTrim({ view }, { gone, made: new Map() }, keptCount);
        for (const [at, plain] of planPlainly(view, gone, keptCount).entries()) {
          const planned = layers[at];
          if (plain === undefined || plain.stepCount === 0) {
            expect(planned).toBe(plain === undefined ? undefined : 'gone');
            continue;
          }
          const { kinds, nodes, sources } = planned as LayerPlan;
          expect({ kinds, nodes, sources }, `seed ${seed}, layer ${at}`).toEqual({
            kinds: plain.kinds,
            nodes: plain.nodes,
            sources: plain.sources,
          });
          tally.layers += 1;
          tally.whiteouts += kinds.filter((kind) => kind === 3).length;
          tally.links += kinds.filter((kind) => kind === 1).length;
        }
      }
    }
    // Not all random stacks would show a mistake.
    expect(tally.layers).toBeGreaterThan(300);
    expect(tally.whiteouts).toBeGreaterThan(50);
    expect(tally.links).toBeGreaterThan(20);
  }, 120_000);

  test('take work that grows with their entries, also where they are many', async () => {
    const few = await countWork(12);
    const many = await countWork(96);
    // Eight times the layers; taken anew for each of them, they would be 64 times the work.
    expect(many.entriesRead / few.entriesRead).toBeLessThan(12);
    expect(many.columnBytes / few.columnBytes).toBeLessThan(12);
  }, 120_000);
});

/** Plans a trim of layers of 30 files each, of which one goes. */
async function countWork(
  layerCount: number,
): Promise<{ readonly entriesRead: number; readonly columnBytes: number }> {
  let entriesRead = 0;
  const count = (facts: LayerFacts): LayerFacts => {
    const kinds = new Proxy(facts.kinds, {
      get: (column, name) => {
        if (typeof name === 'string' && /^\d+$/.test(name)) entriesRead += 1;
        return Reflect.get(column, name, column);
      },
    });
    return { ...facts, kinds };
  };
  const files = (at: number) => Array.from({ length: 30 }, (_, i) => file(`l${at}/f${i}`, ''));
  const tars = Array.from({ length: layerCount }, (_, at) =>
    layer([dir(`l${at}`), ...files(at), file(`l${at}/gone`, 'x')]),
  );
  const view = squashLayers((await scanLayers(tars)).map(count));
  const { tree } = view;
  const gone = new Set<number>();
  for (let node = 1; node < tree.nodeCount; node++)
    if (tree.pathBytes(node).toString().endsWith('/gone')) gone.add(node);
  expect(gone.size).toBe(layerCount);
  entriesRead = 0;
  const { layers } = planTrim({ view }, { gone, made: new Map() });
  const plans = layers as readonly LayerPlan[];
  const columnBytes = plans.reduce((sum, { kinds, nodes, sources }) => {
    return sum + kinds.buffer.byteLength + nodes.buffer.byteLength + sources.buffer.byteLength;
  }, 0);
  return { entriesRead, columnBytes };
}
