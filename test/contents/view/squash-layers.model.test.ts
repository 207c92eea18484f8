// The squashed view against the slow model, on many random stacks.
import { expect, test } from 'vitest';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import { layer, scanLayers } from '../../support/layers.ts';
import { listView } from './list-view.ts';
import { randomStack, type Temper } from './random-stacks.ts';
import { applyLayers } from './reference-model.ts';
import { renderListing } from './shown.ts';

for (const temper of ['tame', 'wild'] satisfies Temper[])
  test(`${temper} random stacks show what the model shows`, async () => {
    for (let seed = 0; seed < 1500; seed++) {
      const stack = randomStack(seed, temper);
      const expected = applyLayers(stack).shown;
      const view = squashLayers(await scanLayers(stack.map(layer)));
      expect(renderListing(listView(view), expected), `${temper} seed ${seed}`).toEqual(
        renderListing(expected, expected),
      );
    }
  });
