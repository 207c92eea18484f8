// Which files get another time on wish, and which never do.
import { describe, expect, test } from 'vitest';
import { nodePath } from '../../../../src/contents/view/squashed-view.ts';
import type { TarItem } from '../../../../src/oci/tar/write-tar.ts';
import { checkRewrite, isProven } from '../../../../src/rewrite/proof/prove-rewrite.ts';
import { clampTimes } from '../../../../src/rewrite/relayer/components/clamp-times.ts';
import { dir, file, scanLayers, symlink } from '../../../support/layers.ts';
import { readStack, relayerStacks } from '../../../support/relayered-fleets.ts';

const LATE = { mtimeSeconds: 2000 };

/** A compiled file of Python 3.11: magic, flags, time and size of the source. */
function pyc(flags: number, mtime = 2000): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt16LE(3495, 0);
  bytes.write('\r\n', 2, 'latin1');
  bytes.writeUInt32LE(flags, 4);
  bytes.writeUInt32LE(mtime, 8);
  return bytes;
}

async function clampedPaths(items: readonly TarItem[], at = 1000): Promise<readonly string[]> {
  const { view } = await readStack([items]);
  const changed = clampTimes(view, at);
  return [...changed.keys()].map((entry) => nodePath(view, view.inodes.indexOf(entry))).sort();
}

describe('clamping', () => {
  test('takes files and links that are later, and leaves folders and what is earlier', async () => {
    const items = [
      dir('d', LATE),
      file('d/late', '1', LATE),
      file('d/early', '1', { mtimeSeconds: 5 }),
      symlink('l', 'd', LATE),
    ];
    expect(await clampedPaths(items)).toEqual(['d/late', 'l']);
  });

  test.each([
    ['checked by time', 0, ['m/__pycache__/a.cpython-311.pyc', 'm/b.py']],
    ['checked by hash', 3, ['m/__pycache__/a.cpython-311.pyc', 'm/a.py', 'm/b.py']],
  ])('leaves the source of a compiled file that is %s as it must be', async (_, flags, expected) => {
    const items = [
      file('m/a.py', 'x', LATE),
      file('m/b.py', 'x', LATE),
      file('m/__pycache__/a.cpython-311.pyc', pyc(flags), LATE),
    ];
    expect(await clampedPaths(items)).toEqual(expected);
  });

  test('leaves the source beside its compiled file', async () => {
    expect(await clampedPaths([file('m/a.py', 'x', LATE), file('m/a.pyc', pyc(0), LATE)])).toEqual([
      'm/a.pyc',
    ]);
  });

  test('makes files one that differ in their times alone, and the proof knows of it', async () => {
    const stacks = [[[file('x', 'same', { mtimeSeconds: 1500 })]], [[file('x', 'same', LATE)]]];
    const kept = await relayerStacks(stacks);
    expect(kept.fleet.cut.components.keys).toHaveLength(0);
    const made = await relayerStacks(stacks, { clampAtSeconds: 1000 });
    expect(made.fleet.cut.components.keys).toHaveLength(1);
    const facts = await scanLayers(made.images[1]!);
    const changed = made.fleet.clamped[1]!;
    expect(isProven(checkRewrite({ ...made.views[1]!, changed }, facts, 0), 0)).toBe(true);
    expect(isProven(checkRewrite(made.views[1]!, facts, 0), 0)).toBe(false);
  });
});
