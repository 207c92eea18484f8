// Fleets of folders, archives and snapshots.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FactsCache } from '../../../src/contents/cache/facts-cache.ts';
import { readImage } from '../../../src/contents/read-image.ts';
import { writeSnapshot } from '../../../src/fleet/snapshot/write-snapshot.ts';
import type { FleetOptions } from '../../../src/fleet/sources/fleet-options.ts';
import { readFleet } from '../../../src/fleet/sources/read-fleet.ts';
import { measureLayerDisk } from '../../../src/fleet/storage/measure-layer-disk.ts';
import { openImage } from '../../../src/oci/open-image.ts';
import { packModernSave } from '../../support/docker-archives.ts';
import { makeImage, makeTemporaryFolder, packTar } from '../../support/image-files.ts';
import { dir, file, layer, link, makeLayout, scanBytes, symlink, whiteout } from '../../support/layers.ts';
import { makeFleet } from '../../support/stacked-fleet.ts';

const options = (more: Partial<FleetOptions> = {}): FleetOptions => ({
  signal: new AbortController().signal,
  at: '2026-11-26T00:00:00Z',
  ...more,
});
const save = (path: string, fleet: ReturnType<typeof makeFleet>): void =>
  writeFileSync(path, [...writeSnapshot(fleet)].join(''));

describe('a folder', () => {
  test('has the images of its layouts and archives, and says what is none', async () => {
    const folder = makeTemporaryFolder();
    const os = layer([file('etc/os', 'os')]);
    mkdirSync(join(folder, 'deep'));
    await makeLayout(join(folder, 'deep/one'), [os], { refName: 'first' });
    await makeLayout(join(folder, 'deep/two'), [os, layer([file('app', 'app')])]);
    writeFileSync(
      join(folder, 'saved.tar'),
      packTar(packModernSave(makeImage(), ['team/app:1', 'team/app:2'])),
    );
    writeFileSync(join(folder, 'broken.tar'), 'broken');
    const notices: string[] = [];
    const { snapshot } = await readFleet([folder], options({ onNotice: (line) => notices.push(line) }));
    expect(snapshot.images.map(({ name, tags }) => [name, tags])).toEqual([
      ['deep/one:first', ['first']],
      ['deep/two', []],
      ['library/team/app:1', ['1', '2']],
    ]);
    expect(snapshot.images.map(({ layers }) => layers.length)).toEqual([1, 2, 2]);
    expect(notices).toEqual([expect.stringContaining('broken.tar is left out')]);
    for (const { reference } of snapshot.images) {
      const image = await openImage(reference!, {});
      expect(image.layers.length).toBeGreaterThan(0);
      await image.close();
    }
  });

  test('of snapshots is a history', async () => {
    const folder = makeTemporaryFolder();
    save(join(folder, 'b.json'), { ...makeFleet({ 'a:1': ['os'] }), at: '2026-01-01T00:00:00Z' });
    save(join(folder, 'a.json'), { ...makeFleet({ 'a:1': ['os', 'app'] }), at: '2026-02-01T00:00:00Z' });
    const { history, snapshot } = await readFleet([folder], options());
    expect(history!.moments.map(({ at }) => at)).toEqual(['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z']);
    expect(snapshot.images[0]!.layers).toHaveLength(2);
  });

  test('without any of it is refused', async () => {
    await expect(readFleet([makeTemporaryFolder()], options())).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('a snapshot', () => {
  test('is read from a file, compressed or not, alone or beside images', async () => {
    const folder = makeTemporaryFolder();
    const fleet = makeFleet({ 'a:1': ['os=10', 'app=5'] });
    save(join(folder, 'plain.json'), fleet);
    writeFileSync(join(folder, 'packed.json.gz'), gzipSync([...writeSnapshot(fleet)].join('')));
    for (const name of ['plain.json', 'packed.json.gz']) {
      const { snapshot, history } = await readFleet([join(folder, name)], options());
      expect(snapshot).toMatchObject({ at: fleet.at, images: [{ name: 'a:1' }], layers: { count: 2 } });
      expect(history).toBeUndefined();
    }
    await makeLayout(join(folder, 'layout'), [layer([file('x', 'x')])]);
    const { snapshot } = await readFleet([join(folder, 'plain.json'), join(folder, 'layout')], options());
    expect(snapshot.at).toBe('2026-11-26T00:00:00Z');
    expect(snapshot.images).toHaveLength(2);
  });

  test('of more than one moment is no fleet with images of now', async () => {
    const folder = makeTemporaryFolder();
    mkdirSync(join(folder, 'history'));
    for (const day of ['01', '02'])
      save(join(folder, 'history', `${day}.json`), {
        ...makeFleet({ 'a:1': ['os'] }),
        at: `2026-01-${day}T00:00:00Z`,
      });
    await makeLayout(join(folder, 'layout'), [layer([file('x', 'x')])]);
    const sources = [join(folder, 'history'), join(folder, 'layout')];
    await expect(readFleet(sources, options())).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('that is cut off, or no gzip after all, is refused with its path', async () => {
    const folder = makeTemporaryFolder();
    const cut = join(folder, 'cut.json');
    writeFileSync(cut, '{"kind":"fleet-snapshot","images":[');
    await expect(readFleet([cut], options())).rejects.toMatchObject({ code: 'FLEET_INVALID', subject: cut });
    const packed = join(folder, 'cut.json.gz');
    writeFileSync(packed, gzipSync(Buffer.alloc(1000, 'x')).subarray(0, 15));
    await expect(readFleet([packed], options())).rejects.toMatchObject({
      code: 'FLEET_INVALID',
      subject: packed,
    });
  });
});

describe('what layers hold', () => {
  const items = [
    dir('usr'),
    file('usr/one', Buffer.alloc(5000)),
    link('usr/two', 'usr/one'),
    file('usr/empty'),
    file('made/by/its/path', 'x'),
    symlink('usr/short', 'x'),
    symlink('usr/long', 'x'.repeat(60)),
    whiteout('usr/gone'),
  ];

  test('is known where an earlier run has read them', async () => {
    const folder = makeTemporaryFolder();
    const layout = join(folder, 'layout');
    await makeLayout(layout, [layer(items)]);
    const cache = new FactsCache({ folder: join(folder, 'cache') });
    const before = (await readFleet([layout], options({ cache }))).snapshot.layers;
    expect([...before.entryBytes]).toEqual([Number.NaN]);
    const image = await openImage(layout, {});
    const contents = await readImage(image, { cache, workers: 0 });
    await image.close();
    const { layers } = (await readFleet([layout], options({ cache }))).snapshot;
    expect([...layers.entryBytes]).toEqual([5001]);
    expect([...layers.diskBytes!]).toEqual([measureLayerDisk(contents.layers[0]!.facts)]);
  });

  test('takes blocks and folders on disk', async () => {
    const block = 4096;
    const disk = async (list: typeof items): Promise<number> =>
      measureLayerDisk((await scanBytes(layer(list))).facts);
    const empty = await disk([]);
    expect(empty).toBe(5 * block);
    // Two blocks of content, one small file, one long link; usr, made, made/by, made/by/its.
    expect(await disk(items)).toBe(empty + (2 + 1 + 1 + 4) * block);
    // The last of two entries of one path counts.
    expect(await disk([file('x', Buffer.alloc(9000)), file('x', 'x')])).toBe(empty + block);
    const many = Array.from({ length: 1000 }, (_, i) => file(`many/${String(i).padStart(20, '0')}`));
    // 28 bytes a name fill seven blocks; a tree of them takes a few more.
    const folder = (await disk(many)) - empty;
    expect(folder).toBeGreaterThanOrEqual(8 * block);
    expect(folder).toBeLessThanOrEqual(12 * block);
  });
});
