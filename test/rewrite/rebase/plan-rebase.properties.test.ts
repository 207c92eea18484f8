// Random bases and applications: whatever they are, there is a verdict, and what is not refused is the merge of both.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readImage } from '../../../src/contents/read-image.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { planRebase, type RebasePlan } from '../../../src/rewrite/rebase/plan-rebase.ts';
import type { RebaseSide } from '../../../src/rewrite/rebase/rebase-side.ts';
import { arbitraryItems, arbitraryStack } from '../../support/arbitrary-layers.ts';
import { file, layer } from '../../support/layers.ts';
import { imageOfStreams, store } from '../../support/opened-images.ts';

async function read(stack: readonly (readonly TarItem[])[]): Promise<RebaseSide> {
  const opened = imageOfStreams(stack.map((items) => store(layer(items))));
  return { opened, contents: await readImage(opened, { workers: 0 }) };
}

async function plan(
  old: readonly (readonly TarItem[])[],
  app: readonly (readonly TarItem[])[],
  newer: readonly (readonly TarItem[])[],
): Promise<RebasePlan> {
  const [image, newBase, base] = [await read([...old, ...app]), await read(newer), await read(old)];
  return planRebase({ image, newBase, baseLayerCount: old.length }, base.contents.storedConfig);
}

const STACK = arbitraryStack({ maxLayers: 2, maxEntries: 5 });

describe('planRebase', () => {
  test('has a verdict for everything', async () => {
    await fc.assert(
      fc.asyncProperty(STACK, STACK, STACK, async (old, app, newer) => {
        const { verdict, notes } = await plan(old, app, newer);
        expect(verdict === 'proven').toBe(notes.length === 0);
      }),
      { numRuns: 60 },
    );
  });

  test('onto the very same base is the image itself', async () => {
    await fc.assert(
      fc.asyncProperty(STACK, STACK, async (old, app) => {
        const { notes, mergeLayer, stacked } = await plan(old, app, old);
        expect(notes).toEqual([]);
        expect(mergeLayer).toBeUndefined();
        expect(stacked.view.layers).toHaveLength(old.length + app.length);
      }),
      { numRuns: 50 },
    );
  });

  test('onto a base with one more layer that touches nothing of the application is proven', async () => {
    const own = arbitraryItems({ maxEntries: 4 });
    await fc.assert(
      fc.asyncProperty(own, async (items) => {
        const app = items.filter(({ path }) => path !== '.wh..wh..opq');
        const [old, more] = [[file('base', '1')], [file('other', '2'), file('base', '3')]];
        const { verdict, notes } = await plan([old], [app], [old, more]);
        expect(verdict, JSON.stringify(notes)).toBe('proven');
      }),
      { numRuns: 50 },
    );
  });
});
