import { test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { squashLayers } from '../../src/contents/view/squash-layers.ts';
import { overlayLayers } from '../../src/contents/view/overlay-layers.ts';
import { describeAmbiguities } from '../../src/contents/view/describe-ambiguities.ts';
import { layer, scanLayers } from '../support/layers.ts';
import { randomStack } from '../contents/view/random-stacks.ts';
import { renderListing } from '../contents/view/shown.ts';
import { decodeXattrs, listView } from '../contents/view/list-view.ts';
import { readTrees } from './unpacked-trees.ts';
import { loadStack, unloadStack } from './docker-overlay2.ts';
const diff = (a: any, b: any) => { const o: any = {}; for (const k of new Set([...Object.keys(a), ...Object.keys(b)])) if (a[k] !== b[k]) o[k] = [a[k], b[k]]; return o; };
test('docker', async () => {
  const from = Number(process.env.FROM ?? 0), n = Number(process.env.N ?? 20);
  const temper = (process.env.TEMPER ?? 'wild') as any;
  const t0 = performance.now();
  const stats: Record<string, number> = {};
  const bump = (k: string) => { stats[k] = (stats[k] ?? 0) + 1; };
  const work = mkdtempSync('/tmp/plimsoll-docker-');
  for (let seed = from; seed < from + n; seed++) {
    const stack = randomStack(seed, temper);
    const facts = await scanLayers(stack.map(layer));
    const view = squashLayers(facts);
    const over = overlayLayers(facts, view.entryBases);
    const rep = describeAmbiguities(view);
    const loaded = await loadStack(stack, `${work}/${seed}`);
    const dump = () => stack.map((l) => '\n  ' + l.map((x) => `${x.kind}:${x.path}${x.target ? '->' + x.target : ''}`).join(' ')).join('');
    if ('refusal' in loaded) { bump('refused'); if (over.refused.size === 0) { bump('REFUSED UNPREDICTED'); console.log(seed, loaded.refusal, dump()); } continue; }
    if (over.refused.size > 0) { bump('PREDICTED REFUSAL, LOADED'); console.log(seed, 'loaded but predicted refused', [...over.refused], dump()); }
    else {
    const [listing] = await readTrees([loaded.root]);
    const mine = listView({ ...over, layers: facts, entryBases: view.entryBases }, (e) => { const a = over.changed.get(e); return a && { ...a, xattrs: decodeXattrs(a.xattrs) }; });
    const d = diff(renderListing(mine, mine), renderListing(listing!, mine));
    if (Object.keys(d).length > 0) { bump('DIFFERS'); console.log(seed, JSON.stringify(d, null, 1), dump()); } else bump('agrees');
    const merged = listView(view);
    const real = Object.keys(diff(renderListing(merged, merged), renderListing(mine, merged)));
    bump(rep.length ? 'reported' : 'not reported'); 
    }
    await unloadStack(loaded);
  }
  rmSync(work, { recursive: true });
  console.log(stats, performance.now() - t0);
});
