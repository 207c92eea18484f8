import { test } from 'vitest';
import { squashLayers } from '../../src/contents/view/squash-layers.ts';
import { randomStack } from '../contents/view/random-stacks.ts';
import { applyLayers, type Habit } from '../contents/view/reference-model.ts';
import { renderListing } from '../contents/view/shown.ts';
import { layer, scanLayers } from '../support/layers.ts';
import { unpackStacks } from './unpack-engines.ts';

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
const diff = (a: any, b: any) => {
  const o: any = {};
  for (const k of new Set([...Object.keys(a), ...Object.keys(b)])) if (a[k] !== b[k]) o[k] = [a[k], b[k]];
  return o;
};
test('explore', async () => {
  const from = Number(process.env.FROM ?? 0),
    n = Number(process.env.N ?? 20);
  const temper = (process.env.TEMPER ?? 'tame') as any;
  const t0 = performance.now();
  const stats: Record<string, number> = {};
  const bump = (k: string) => {
    stats[k] = (stats[k] ?? 0) + 1;
  };
  for (let b = from; b < from + n; b += 25) {
    const seeds = Array.from({ length: Math.min(25, from + n - b) }, (_, i) => b + i);
    const stacks = seeds.map((s) => randomStack(s, temper));
    const got = await unpackStacks(stacks);
    for (const [i, stack] of stacks.entries()) {
      const spec = applyLayers(stack);
      const view = squashLayers(await scanLayers(stack.map(layer)));
      for (const [name, habits] of [
        ['umoci', UM],
        ['buildah', ST],
      ] as const) {
        const u = got[i]![name];
        if ('refusal' in u) {
          bump(`${name} refused`);
          if (view.ambiguities.length === 0) {
            console.log('UNNOTED', name, seeds[i], u.refusal.slice(-200));
          }
          bump(`${name} ${u.refusal.replace(/\s+/g, ' ').slice(-60)}`);
          continue;
        }
        const d = diff(renderListing(spec.shown, spec.shown), renderListing(u.listing, spec.shown));
        if (Object.keys(d).length === 0) {
          bump(`${name} agrees`);
          continue;
        }
        const q = applyLayers(stack, new Set(habits));
        const d2 = diff(renderListing(q.shown, q.shown), renderListing(u.listing, q.shown));
        if (Object.keys(d2).length === 0) {
          bump(`${name} by habit ${[...q.fired].join('+')}`);
          if (
            view.ambiguities.length === 0 &&
            [...q.fired].some(
              (f) => f !== 'storage-copy-splits-links' && f !== 'storage-directory-keeps-xattrs',
            )
          )
            console.log('UNNOTED habit', name, seeds[i], d, q.fired);
          continue;
        }
        bump(`${name} UNEXPLAINED`);
        console.log(
          name,
          'seed',
          seeds[i],
          JSON.stringify(d2, null, 1),
          stack
            .map(
              (l) => '\n  ' + l.map((x) => `${x.kind}:${x.path}${x.target ? '->' + x.target : ''}`).join(' '),
            )
            .join(''),
        );
      }
    }
  }
  console.log(stats, performance.now() - t0);
});
