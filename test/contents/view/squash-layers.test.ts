// What the view says of hidden entries, names and copies, on small stacks that can be checked by hand.
import { describe, expect, test } from 'vitest';
import { layerOf } from '../../../src/contents/view/locate-entry.ts';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import {
  HIDDEN_HOW,
  LAYER_COUNT_LIMIT,
  NO_ENTRY,
  type SquashedView,
  VISIBLE,
} from '../../../src/contents/view/squashed-view.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { dir, file, layer, link, opaque, scanLayers, symlink, whiteout } from '../../support/layers.ts';

async function squash(...stack: readonly (readonly TarItem[])[]): Promise<SquashedView> {
  return squashLayers(await scanLayers(stack.map(layer)));
}

/** For each entry `layer how` of what hid it, or `shows`. */
function fates(view: SquashedView): string[] {
  const hows = Object.keys(HIDDEN_HOW);
  return [...view.hiddenBy].map((by, entry) =>
    by === VISIBLE ? 'shows' : `${by} ${hows[view.hiddenHow[entry]!]}`,
  );
}

function kindsOf(view: SquashedView): string[] {
  return view.ambiguities.map(({ kind, layer: at, entry }) => `${kind} ${at}:${entry}`);
}

describe('what hides an entry', () => {
  test('another entry, a whiteout, an opaque marker, each by its layer', async () => {
    const view = await squash(
      [file('a', '1'), dir('d'), file('d/x', '1'), dir('e'), file('e/y', '1')],
      [file('a', '2'), whiteout('d')],
      [dir('e'), opaque('e')],
    );
    expect(fates(view)).toEqual([
      ...['1 overwritten', '1 deleted', '1 deleted', '2 overwritten', '2 opaque'],
      ...['shows', 'shows'],
      ...['shows', 'shows'],
    ]);
  });

  test('a directory that becomes a file hides all that was below', async () => {
    const view = await squash([dir('d'), dir('d/e'), file('d/e/f', '1')], [symlink('d', 'x')]);
    expect(fates(view)).toEqual(['1 overwritten', '1 overwritten', '1 overwritten', 'shows']);
  });

  test('a later entry of the same layer, and entries that never show, are hidden by their own layer', async () => {
    const view = await squash([file('f', '1'), file('f', '2'), link('l', 'nowhere')]);
    expect(fates(view)).toEqual(['0 overwritten', 'shows', '0 overwritten']);
  });

  test('a deleted folder that this layer writes into loses what its lower entry said', async () => {
    const view = await squash(
      [dir('d', { mode: 0o700 }), file('d/a', '1')],
      [file('d/b', '2'), whiteout('d')],
    );
    expect(fates(view)).toEqual(['1 deleted', '1 deleted', 'shows', 'shows']);
  });
});

describe('a file with several names', () => {
  test('shows as long as one of them does, and the last one tells what hid it', async () => {
    const stack = [[file('a', '1'), link('b', 'a'), link('c', 'b')], [whiteout('a')], [whiteout('c')]];
    expect(fates(await squash(...stack)).slice(0, 3)).toEqual(['shows', 'shows', '2 deleted']);
    const all = await squash(...stack, [file('b', '2')]);
    expect(fates(all).slice(0, 3)).toEqual(['3 overwritten', '3 overwritten', '2 deleted']);
  });

  test('is not hidden by a link that repeats one of its names', async () => {
    const view = await squash([file('a', '1'), link('b', 'a')], [link('b', 'a')]);
    expect(fates(view)).toEqual(['shows', '1 overwritten', 'shows']);
  });

  test('shares one inode over layers', async () => {
    const view = await squash([file('a', '1')], [link('b', 'a')]);
    const shown = [...view.inodes].filter((inode) => inode !== 0xffffffff);
    expect(shown).toEqual([0, 0]);
    expect(layerOf(view, 1)).toBe(1);
  });
});

describe('a copy', () => {
  test('repeats the content that its path had just before', async () => {
    const view = await squash([file('a', 'same')], [file('a', 'same', { mode: 0o600 })], [file('a', 'same')]);
    expect([...view.copiedFrom!]).toEqual([NO_ENTRY, 0, 1]);
  });

  test('is none where the content differs, is empty, came back after a whiteout or is of the same layer', async () => {
    for (const stack of [
      [[file('a', 'one')], [file('a', 'two')]],
      [[file('a')], [file('a')]],
      [[file('a', 'same')], [whiteout('a')], [file('a', 'same')]],
      [[file('a', 'same'), file('a', 'same')]],
      [[file('a', 'same')], [file('b', 'same')]],
    ])
      expect((await squash(...stack)).copiedFrom).toBeNull();
  });
});

describe('ambiguities', () => {
  test('name the entry that makes them', async () => {
    const view = await squash([dir('u'), symlink('l', 'u')], [dir('u'), file('l/a', '1'), file('l/b', '1')]);
    expect(kindsOf(view)).toEqual(['entry-below-symlink 1:1', 'entry-below-symlink 1:2']);
  });

  test('are noted again in each layer, up to a thousand of a kind', async () => {
    const many = Array.from({ length: 1500 }, (_, i) => file(`d${i}/x`, '1'));
    const view = await squash(many, [file('e/x', '1')]);
    expect(view.ambiguities).toHaveLength(1001);
    expect(view.ambiguities.at(-1)).toEqual({ kind: 'parent-not-in-layer', layer: 1, entry: 0 });
  });
});

test('no layers show the root alone', () => {
  const view = squashLayers([]);
  expect(view.tree.nodeCount).toBe(1);
  expect(view.hiddenBy).toHaveLength(0);
});

test('more layers than any engine takes are refused', async () => {
  const [facts] = await scanLayers([layer([])]);
  const layers = Array.from({ length: LAYER_COUNT_LIMIT + 1 }, () => facts!);
  expect(() => squashLayers(layers)).toThrow(expect.objectContaining({ code: 'LAYER_LIMIT' }));
});
