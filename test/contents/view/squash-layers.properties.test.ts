// What must hold of the squashed view whatever the layers are.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENTRY_KIND, type LayerFacts } from '../../../src/contents/facts/layer-facts.ts';
import { ABSENT, NO_NODE } from '../../../src/contents/view/path-tree.ts';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import {
  HIDDEN_HOW,
  NO_ENTRY,
  type SquashedView,
  VISIBLE,
} from '../../../src/contents/view/squashed-view.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { arbitraryStack } from '../../support/arbitrary-layers.ts';
import { layer, scanLayers } from '../../support/layers.ts';
import { listView } from './list-view.ts';
import { randomStack, type Temper } from './random-stacks.ts';
import { applyLayers } from './reference-model.ts';
import { renderListing } from './shown.ts';

const RUNS = 200;
const anyStack = (): fc.Arbitrary<TarItem[][]> =>
  fc.oneof(
    arbitraryStack({ hasUniquePaths: false, maxEntries: 12 }),
    fc.tuple(fc.nat(), fc.constantFrom<Temper>('tame', 'wild')).map((args) => randomStack(...args)),
  );

async function squash(stack: readonly (readonly TarItem[])[]): Promise<SquashedView> {
  return squashLayers(await scanLayers(stack.map(layer)));
}

function holds(
  check: (view: SquashedView, stack: TarItem[][]) => void | Promise<void>,
  numRuns = RUNS,
): Promise<void> {
  return fc.assert(
    fc.asyncProperty(anyStack(), async (stack) => check(await squash(stack), stack)),
    { numRuns },
  );
}

/** Each entry with its layer's facts. */
function* entriesOf(
  view: SquashedView,
): Generator<{ entry: number; layer: number; facts: LayerFacts; i: number }> {
  for (const [at, facts] of view.layers.entries())
    for (let i = 0; i < facts.entryCount; i++) yield { entry: view.entryBases[at]! + i, layer: at, facts, i };
}

describe('the squashed view', () => {
  test('shows what the slow model shows', async () => {
    await holds((view, stack) => {
      const expected = applyLayers(stack).shown;
      expect(renderListing(listView(view), expected)).toEqual(renderListing(expected, expected));
    }, 1000);
  });

  test('has a file visible exactly where one of its names shows', async () => {
    await holds((view) => {
      const nodes = Array.from({ length: view.tree.nodeCount }, (_, node) => node).filter(
        (node) => view.tree.kinds[node] !== ABSENT,
      );
      const shown = new Set(nodes.map((node) => view.shown[node]!));
      const inodes = new Set(nodes.map((node) => view.inodes[node]!));
      for (const { entry, facts, i } of entriesOf(view)) {
        const kind = facts.kinds[i]!;
        const isVisible = view.hiddenBy[entry] === VISIBLE;
        if (kind >= ENTRY_KIND.whiteout) expect(isVisible).toBe(true);
        else if (kind === ENTRY_KIND.directory || kind === ENTRY_KIND.hardlink)
          expect(isVisible).toBe(shown.has(entry));
        else expect(isVisible).toBe(inodes.has(entry));
      }
    });
  });

  test('says by which layer, not below its own, and how an entry was hidden', async () => {
    await holds((view) => {
      for (const { entry, layer: own } of entriesOf(view)) {
        const by = view.hiddenBy[entry]!;
        expect(view.hiddenHow[entry] === HIDDEN_HOW.none).toBe(by === VISIBLE);
        if (by === VISIBLE) continue;
        expect(by).toBeGreaterThanOrEqual(own);
        expect(by).toBeLessThan(view.layers.length);
        if (by === own) expect(view.hiddenHow[entry]).toBe(HIDDEN_HOW.overwritten);
      }
    });
  });

  test('loses no byte: what shows and what is hidden add up to the entry bytes', async () => {
    await holds((view) => {
      const seen = new Set<number>();
      let bytes = 0;
      const add = (entry: number): void => {
        if (seen.has(entry)) return;
        seen.add(entry);
        const at = view.entryBases.findLastIndex(
          (base, k) => base <= entry && view.layers[k]!.entryCount > 0,
        );
        bytes += view.layers[at]!.sizes[entry - view.entryBases[at]!]!;
      };
      for (let node = 0; node < view.tree.nodeCount; node++)
        if (view.tree.kinds[node] === ENTRY_KIND.file) add(view.inodes[node]!);
      for (const { entry, facts, i } of entriesOf(view))
        if (facts.kinds[i] === ENTRY_KIND.file && view.hiddenBy[entry] !== VISIBLE) {
          expect(seen.has(entry)).toBe(false);
          add(entry);
        }
      expect(bytes).toBe(view.layers.reduce((sum, { entryBytes }) => sum + entryBytes, 0));
    });
  });

  test('lists each node that shows exactly once, below a directory that shows', async () => {
    await holds((view) => {
      const { tree } = view;
      const met = new Set<number>();
      const folders = [0];
      for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
        for (let node = tree.firstChildren[folder]!; node !== NO_NODE; node = tree.nextSiblings[node]!) {
          expect(met.has(node)).toBe(false);
          met.add(node);
          if (tree.kinds[node] === ABSENT) continue;
          expect(tree.kinds[folder]).toBe(ENTRY_KIND.directory);
          expect(tree.parents[node]).toBe(folder);
          folders.push(node);
        }
      for (let node = 1; node < tree.nodeCount; node++) {
        if (tree.kinds[node] === ABSENT) {
          expect(view.shown[node]).toBe(NO_ENTRY);
          expect(view.inodes[node]).toBe(NO_ENTRY);
        } else expect(met.has(node)).toBe(true);
      }
    });
  });

  test('is the same each time, and the same again under an empty layer', async () => {
    await holds(async (view, stack) => {
      const again = await squash(stack);
      const withEmpty = await squash([...stack, []]);
      for (const other of [again, withEmpty]) {
        expect(listView(other)).toEqual(listView(view));
        expect(other.hiddenBy).toEqual(view.hiddenBy);
        expect(other.hiddenHow).toEqual(view.hiddenHow);
        expect(other.copiedFrom).toEqual(view.copiedFrom);
        expect(other.ambiguities).toEqual(view.ambiguities);
      }
    });
  });

  test('does not care where among their siblings whiteouts stand', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), async (seed, isFirst) => {
        const stack = randomStack(seed, 'tame');
        const moved = stack.map((items) => moveWhiteouts(items, isFirst));
        const expected = listView(await squash(stack));
        const found = listView(await squash(moved));
        expect(renderListing(found, expected)).toEqual(renderListing(expected, expected));
      }),
      { numRuns: RUNS },
    );
  });

  test('has no ambiguity where layers are such as builders write', async () => {
    for (let seed = 0; seed < RUNS; seed++)
      expect((await squash(randomStack(seed, 'tame'))).ambiguities, `seed ${seed}`).toEqual([]);
  });
});

/** The same layer with each whiteout right before the first of its siblings, or right after the last. */
function moveWhiteouts(items: readonly TarItem[], isFirst: boolean): TarItem[] {
  const folderOf = (item: TarItem): string => String(item.path).replace(/\/?[^/]*\/?$/, '');
  const isMark = (item: TarItem): boolean => /(^|\/)\.wh\./.test(String(item.path));
  const moved = items.filter((item) => !isMark(item));
  for (const mark of items.filter(isMark)) {
    const isSibling = (item: TarItem): boolean => !isMark(item) && folderOf(item) === folderOf(mark);
    const at = isFirst ? moved.findIndex(isSibling) : moved.findLastIndex(isSibling) + 1;
    moved.splice(at < 0 || (at === 0 && !isFirst) ? moved.length : at, 0, mark);
  }
  return moved;
}
