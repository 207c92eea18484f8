import { describe, expect, test } from 'vitest';
import { squashLayers } from '../../src/contents/view/squash-layers.ts';
import type { BlockStore } from '../../src/oci/image/block-store.ts';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import type { LayerPlan } from '../../src/rewrite/layer-plan.ts';
import { keyOfLayer, keyOfPlan, MadeBlobs } from '../../src/rewrite/made-blobs.ts';
import { planDifference } from '../../src/rewrite/plan-difference.ts';
import { dir, file, layer, scanLayers, whiteout } from '../support/layers.ts';

const DIGEST = `sha256:${'a'.repeat(64)}` as const;
const BLOB = { diffId: DIGEST, digest: DIGEST, sizeBytes: 7 };

function makeStore(): BlockStore & { readonly blocks: Map<string, Uint8Array> } {
  const blocks = new Map<string, Uint8Array>();
  return {
    blocks,
    readBlock: (key) => blocks.get(key),
    writeBlock: (key, block) => void blocks.set(key, block),
  };
}

describe('made blobs', () => {
  test('are known to the same build of the program alone', () => {
    const store = makeStore();
    new MadeBlobs(store, 'one').keep('a key', BLOB);
    expect(new MadeBlobs(store, 'one').recall('a key')).toEqual(BLOB);
    expect(new MadeBlobs(store, 'one').recall('another')).toBeUndefined();
    expect(new MadeBlobs(store, 'two').recall('a key')).toBeUndefined();
  });

  test('are not kept where the program has no name, or there is no place', () => {
    const store = makeStore();
    const unnamed = new MadeBlobs(store, '');
    unnamed.keep('a key', BLOB);
    expect(store.blocks.size).toBe(0);
    const homeless = new MadeBlobs(undefined, 'one');
    homeless.keep('a key', BLOB);
    expect(homeless.recall('a key')).toBeUndefined();
  });

  test.each(['', 'null', '{}', '[1]', '{"diffId":"x","digest":"y","sizeBytes":1}'])(
    'a damaged block is as good as none: %s',
    (text) => {
      const store = makeStore();
      new MadeBlobs(store, 'one').keep('a key', BLOB);
      for (const key of store.blocks.keys()) store.blocks.set(key, Buffer.from(text));
      expect(new MadeBlobs(store, 'one').recall('a key')).toBeUndefined();
    },
  );
});

describe('keys of plans', () => {
  const STACK = [
    [dir('a'), file('a/x', 'one'), file('a/y', 'two')],
    [whiteout('a/x'), file('b', 'three')],
  ];
  const plan = async (stack: readonly (readonly TarItem[])[], keptCount = 0): Promise<LayerPlan> => {
    const view = squashLayers(await scanLayers(stack.map(layer)));
    return planDifference(view, keptCount === 0 ? undefined : squashLayers(view.layers.slice(0, keptCount)));
  };

  test('are the same for the same work', async () => {
    expect(keyOfPlan(await plan(STACK), 'gzip')).toBe(keyOfPlan(await plan(STACK), 'gzip'));
    expect(keyOfLayer(DIGEST, 'gzip')).toBe(keyOfLayer(DIGEST, 'gzip'));
  });

  test('differ with the layers, what of them is kept, the form and what is made', async () => {
    const renamed = STACK.map((items) =>
      items.map((item) => (item.path === 'b' ? { ...item, path: 'c' } : item)),
    );
    const whole = await plan(STACK);
    const withMade = (content: string): LayerPlan => ({
      ...whole,
      made: new Map([[1, { kind: 'file', content: Buffer.from(content) }]]),
    });
    const keys = [
      keyOfPlan(whole, 'gzip'),
      keyOfPlan(whole, 'plain'),
      keyOfPlan(await plan(STACK, 1), 'gzip'),
      keyOfPlan(await plan(renamed), 'gzip'),
      keyOfPlan({ ...whole, stepCount: 1, kinds: whole.kinds.subarray(0, 1) }, 'gzip'),
      keyOfPlan(withMade('one'), 'gzip'),
      keyOfPlan(withMade('two'), 'gzip'),
      keyOfLayer(DIGEST, 'gzip'),
      keyOfLayer(DIGEST, 'plain'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
