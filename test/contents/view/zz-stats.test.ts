import { test } from 'vitest';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import { layer, scanLayers } from '../../support/layers.ts';
import { randomStack } from './random-stacks.ts';
import { applyLayers, type Habit } from './reference-model.ts';

const UM: Habit[] = ['umoci-whiteout-keeps-attributes'];
const ST: Habit[] = [
  'storage-whiteout-hides-own',
  'storage-opaque-keeps-literal-paths',
  'storage-opaque-not-through-symlink',
  'storage-whiteout-makes-parents',
  'storage-link-sets-attributes',
  'storage-directory-keeps-xattrs',
  'storage-copy-splits-links',
];
test('stats', async () => {
  for (const temper of ['tame', 'wild'] as const) {
    const s: Record<string, number> = {};
    let paths = 0,
      entries = 0,
      nl = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const stack = randomStack(seed, temper);
      for (const h of [UM, ST]) for (const f of applyLayers(stack, new Set(h)).fired) s[f] = (s[f] ?? 0) + 1;
      const v = squashLayers(await scanLayers(stack.map(layer)));
      for (const k of new Set(v.ambiguities.map((a) => a.kind))) s['~' + k] = (s['~' + k] ?? 0) + 1;
      paths += applyLayers(stack).shown.size;
      entries += stack.flat().length;
      nl += stack.length;
    }
    console.log(temper, s, paths / 1000, entries / 1000, nl / 1000);
  }
});
