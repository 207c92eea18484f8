// A proof must fail for whatever a rewrite could do wrong.
import { describe, expect, test } from 'vitest';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { checkRewrite, isProven } from '../../../src/rewrite/proof/prove-rewrite.ts';
import {
  device,
  dir,
  file,
  layer,
  link,
  opaque,
  scanLayers,
  symlink,
  whiteout,
} from '../../support/layers.ts';

const CAPABILITY = { 'security.capability': 'c' };
const PROMISED: readonly TarItem[] = [
  dir('d', { mode: 0o700, uid: 5, mtimeSeconds: 9.5 }),
  file('d/f', 'content', { mode: 0o4755, gid: 7, mtimeSeconds: 8, xattrs: CAPABILITY }),
  link('d/g', 'd/f', { mode: 0o4755, gid: 7, mtimeSeconds: 8, xattrs: CAPABILITY }),
  symlink('l', 'd/f'),
  device('null', 'character', [1, 3]),
];

async function check(result: readonly (readonly TarItem[])[], keptCount = 0, promised = [PROMISED]) {
  const view = squashLayers(await scanLayers(promised.map((items) => layer(items))));
  const checks = checkRewrite(view, await scanLayers(result.map((items) => layer(items))), keptCount);
  return { checks, proven: isProven(checks, keptCount) };
}

/** What was promised, with one item changed or left out. */
function changed(path: string, change: Partial<TarItem> | undefined): readonly TarItem[] {
  return PROMISED.flatMap((item) => (item.path !== path ? [item] : change ? [{ ...item, ...change }] : []));
}

describe('a proof', () => {
  test('holds for the same in another order, with whole seconds', async () => {
    const [first, ...rest] = PROMISED;
    const result = [...rest.slice(2), { ...first!, mtimeSeconds: 9 }, ...rest.slice(0, 2)];
    expect(await check([result])).toMatchObject({ proven: true, checks: { merged: { pathCount: 6 } } });
  });

  test.each<readonly [what: string, result: readonly TarItem[], told: object | undefined]>([
    ['a path is missing', changed('l', undefined), { path: 'l', what: 'missing' }],
    ['a path was added', [...PROMISED, file('new')], { path: 'new', what: 'added' }],
    ['another type', changed('l', { kind: 'file' }), { path: 'l', what: 'type' }],
    ['another mode', changed('d', { mode: 0o755 }), { path: 'd', what: 'attributes' }],
    ['another owner', changed('d', { uid: 6 }), { path: 'd', what: 'attributes' }],
    ['another time', changed('d', { mtimeSeconds: 10 }), { path: 'd', what: 'attributes' }],
    ['no capability', changed('d/f', { xattrs: [] }), { path: 'd/f', what: 'attributes' }],
    ['another target', changed('l', { target: 'd/g' }), { path: 'l', what: 'target' }],
    ['another device', changed('null', { device: { major: 1, minor: 5 } }), { path: 'null', what: 'device' }],
    [
      'another content',
      changed('d/f', { content: Buffer.from('CONTENT') }),
      { path: 'd/f', what: 'content' },
    ],
    [
      'a hard link that is a file of its own',
      changed('d/g', { kind: 'file', content: Buffer.from('content') }),
      { path: 'd/g', what: 'names' },
    ],
    ['a mark in the only layer', [...PROMISED, whiteout('gone')], undefined],
  ])('fails for %s', async (_, result, told) => {
    const { checks, proven } = await check([result]);
    expect(proven).toBe(false);
    if (told !== undefined) expect(checks.merged.differences[0]).toEqual(told);
  });

  test('fails for two files that became names of one', async () => {
    const promised = [[file('a', 'same'), file('b', 'same')]];
    expect(await check([[file('a', 'same'), link('b', 'a')]], 0, promised)).toMatchObject({ proven: false });
  });

  test('fails where only overlay file systems show something else', async () => {
    const promised = [[dir('d', { mode: 0o700 }), file('d/a', 'A'), file('d/b', 'B')]];
    const result = [[dir('d', { mode: 0o700 }), file('d/a', 'A')], [file('d/b', 'B')]];
    const { checks, proven } = await check(result, 1, promised);
    expect(proven).toBe(false);
    expect(checks.merged.differenceCount).toBe(0);
    expect(checks.overlay.differences).toEqual([{ path: 'd', what: 'attributes' }]);
  });

  test('fails for a layer that cannot be unpacked alone', async () => {
    const result = [[file('a', 'A')], [link('b', 'a')]];
    const { checks, proven } = await check(result, 1, [[file('a', 'A'), link('b', 'a')]]);
    expect(proven).toBe(false);
    expect(checks.refusedLayers).toEqual([1]);
  });

  test('fails for hidden bytes in a new layer, and lists those of kept ones', async () => {
    const stack = [
      [dir('d'), file('d/a', 'hidden'), file('d/b', 'B')],
      [dir('d'), opaque('d'), file('d/b', 'new')],
    ];
    const kept = await check(stack, 1, stack);
    expect(kept).toMatchObject({ proven: true, checks: { hiddenInNewLayers: { entryCount: 0 } } });
    expect(kept.checks.hiddenInKeptLayers.files.map(({ path }) => path)).toEqual(['d/a', 'd/b']);
    const none = await check(stack, 0, stack);
    expect(none.proven).toBe(false);
    // The folder that is stated again is not hidden.
    expect(none.checks.hiddenInNewLayers).toEqual({ entryCount: 2, sizeBytes: 7 });
  });

  test('lets a layer state a folder that a layer above states again', async () => {
    const below = [dir('d'), PROMISED[1]!, PROMISED[2]!];
    const above = [PROMISED[0]!, ...PROMISED.slice(3)];
    expect(await check([below, above])).toMatchObject({
      proven: true,
      checks: { hiddenInNewLayers: { entryCount: 0 } },
    });
  });

  test.each([
    ['an attribute of a folder that became a file', [dir('l'), ...PROMISED.slice(0, 3)]],
    ['a file', [file('l', 'old'), ...PROMISED.slice(0, 3)]],
  ])('fails where a new layer hides %s of another one', async (_, below) => {
    const { proven, checks } = await check([below, PROMISED.slice(3)]);
    expect(checks.merged.differenceCount).toBe(0);
    expect(proven).toBe(false);
    expect(checks.hiddenInNewLayers.entryCount).toBe(1);
  });
});
