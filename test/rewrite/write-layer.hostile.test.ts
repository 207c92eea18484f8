// Layers that are not what their facts say any more, files that are larger than what they store, and paths that no one takes.
import { describe, expect, test } from 'vitest';
import { squashLayers } from '../../src/contents/view/squash-layers.ts';
import type { LayerPlan } from '../../src/rewrite/layer-plan.ts';
import { planDifference } from '../../src/rewrite/plan-difference.ts';
import { dir, file, gzip, layer, scanLayers, symlink } from '../support/layers.ts';
import { GNU, rawHeader, rawTar, readEntries } from '../support/raw-tar.ts';
import { writePlan } from '../support/rewritten-layers.ts';

async function planOf(...tars: readonly Uint8Array[]): Promise<LayerPlan> {
  return planDifference(squashLayers(await scanLayers(tars)));
}

/** GNU's old form: data at these offsets, holes elsewhere. */
function sparse(name: string, segments: readonly [number, string][], realSize: number): Buffer[] {
  const octal = (value: number): string => `${value.toString(8).padStart(11, '0')}\0`;
  const map = segments.map(([at, data]) => octal(at) + octal(data.length)).join('');
  const body = segments.map(([, data]) => data).join('');
  const header = rawHeader({
    name,
    type: 'S',
    magic: GNU,
    size: body.length,
    at: [
      [386, map],
      [483, octal(realSize)],
    ],
  });
  return [header, Buffer.concat([Buffer.from(body), Buffer.alloc((512 - (body.length % 512)) % 512)])];
}

describe('a layer that is written', () => {
  test('comes from compressed layers, each opened once and only where something of it shows', async () => {
    const tars = [[file('a', 'A')], [file('b', 'hidden')], [file('b', 'B'), file('empty')]].map(layer);
    const { tar, opened } = await writePlan(await planOf(...tars), tars.map(gzip));
    expect(opened).toEqual([0, 2]);
    expect(readEntries(tar).map(({ path, content }) => path + content)).toEqual(['aA', 'bB', 'empty']);
  });

  test('has sparse files whole', async () => {
    const tar = rawTar(
      ...sparse(
        's',
        [
          [1000, 'data'],
          [2000, ''],
        ],
        2000,
      ),
      rawHeader({ name: 'after' }),
    );
    const written = await writePlan(await planOf(tar), [tar]);
    const [entry] = readEntries(written.tar);
    expect(entry).toMatchObject({ path: 's', sizeBytes: 2000, storedBytes: 2000 });
    expect(entry!.content).toBe(`${'\0'.repeat(1000)}data${'\0'.repeat(996)}`);
  });

  test('is refused where holes would fill gigabytes', async () => {
    const tar = rawTar(...sparse('s', [[2 ** 33, 'x']], 2 ** 33 + 1));
    await expect(writePlan(await planOf(tar), [tar])).rejects.toMatchObject({ code: 'LAYER_LIMIT' });
  });

  const tar = layer([dir('d'), file('d/a', 'content'), file('d/b', 'more content'), file('z')]);
  test.each<readonly [what: string, other: Uint8Array]>([
    [
      'another content of the same length',
      layer([dir('d'), file('d/a', 'CONTENT'), file('d/b', 'more content')]),
    ],
    [
      'another entry before it',
      layer([file('d'), dir('e'), file('d/a', 'content'), file('d/b', 'more content')]),
    ],
    ['another size', layer([dir('d'), file('d/a', 'content!'), file('d/b', 'more content')])],
    ['fewer entries', layer([dir('d'), file('d/a', 'content')])],
    ['nothing', new Uint8Array(0)],
    ['far more than there was', Buffer.concat([layer([dir('d')]).subarray(0, 512), Buffer.alloc(1 << 20)])],
  ])('is not made of a layer that has %s now', async (_, other) => {
    await expect(writePlan(await planOf(tar), [other])).rejects.toMatchObject({ code: 'LAYER_CORRUPT' });
  });

  test('takes no longer path than Linux does', async () => {
    const deep = Array.from({ length: 15 }, () => 'x'.repeat(250)).join('/');
    const long = layer([file(`${deep}/a`), symlink('l', deep), file(`l/${deep}/b`, 'x')]);
    await expect(writePlan(await planOf(long), [long])).rejects.toMatchObject({ code: 'IMAGE_UNSUPPORTED' });
    const fits = layer([file(`${'x'.repeat(250)}/`.repeat(16), 'x')]);
    expect(readEntries((await writePlan(await planOf(fits), [fits])).tar)).toHaveLength(16);
  });

  test('keeps names that are no UTF-8, and times before 1970', async () => {
    const odd = layer([
      file(Buffer.from([0x61, 0xff]), 'x', { mtimeSeconds: -1.5 }),
      symlink('l', Buffer.from([0xfe])),
    ]);
    const entries = readEntries((await writePlan(await planOf(odd), [odd])).tar);
    expect(entries.map(({ path, link, mtimeSeconds }) => [path, link, mtimeSeconds])).toEqual([
      ['a\xff', '', -2],
      ['l', '\xfe', 0],
    ]);
  });
});
