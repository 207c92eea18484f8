import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readImage } from '../../src/contents/read-image.ts';
import { listShownFiles, readShownFile } from '../../src/contents/shown-files.ts';
import { openImage } from '../../src/oci/open-image.ts';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { dir, fifo, file, layer, link, makeLayout, symlink, whiteout } from '../support/layers.ts';

const folder = join(makeTemporaryFolder(), 'image');

beforeAll(() =>
  makeLayout(folder, [
    layer([
      dir('etc', { mode: 0o750, uid: 3, gid: 4, mtimeSeconds: 9 }),
      file('etc/a', 'first', { mode: 0o640, uid: 1, gid: 2, mtimeSeconds: 5 }),
      file('gone', 'gone'),
      symlink('lib', 'usr/lib'),
    ]),
    layer([
      file('usr/lib/b', 'content of b'),
      link('usr/lib/c', 'usr/lib/b'),
      symlink('etc/link', '../lib/b'),
      symlink('round', 'round'),
      fifo('pipe'),
      whiteout('gone'),
    ]),
  ]),
);

async function withImage<T>(
  work: (image: Awaited<ReturnType<typeof openImage>>, contents: Awaited<ReturnType<typeof readImage>>) => T,
): Promise<Awaited<T>> {
  const image = await openImage(`oci:${folder}`, { platform: 'linux/amd64' });
  try {
    return await work(image, await readImage(image, { workers: 0 }));
  } finally {
    await image.close();
  }
}

describe('listShownFiles', () => {
  test('tells each path that shows, with what its entry says, folders before what is in them', async () => {
    const files = await withImage((_, contents) => [...listShownFiles(contents)]);
    const byPath = new Map(files.map((each) => [each.path, each]));
    expect([...byPath.keys()].sort()).toEqual(
      [
        '',
        'etc',
        'etc/a',
        'etc/link',
        'lib',
        'pipe',
        'round',
        'usr',
        'usr/lib',
        'usr/lib/b',
        'usr/lib/c',
      ].sort(),
    );
    expect(byPath.get('etc/a')).toEqual({
      ...{ path: 'etc/a', kind: 'file', sizeBytes: 5, mode: 0o640, uid: 1, gid: 2, mtimeSeconds: 5 },
      ...{ target: undefined, layer: 0 },
    });
    expect(byPath.get('etc')).toMatchObject({ kind: 'directory', sizeBytes: 0, mode: 0o750, layer: 0 });
    expect(byPath.get('usr/lib')).toMatchObject({ kind: 'directory', mode: 0o755, layer: undefined });
    expect(byPath.get('usr/lib/c')).toMatchObject({ kind: 'file', sizeBytes: 12, layer: 1 });
    expect(byPath.get('lib')).toMatchObject({ kind: 'symlink', target: 'usr/lib', sizeBytes: 0 });
    expect(byPath.get('pipe')).toMatchObject({ kind: 'fifo' });
    for (const [i, { path }] of files.entries())
      if (path.includes('/'))
        expect(files.slice(0, i).map((each) => each.path)).toContain(path.slice(0, path.lastIndexOf('/')));
  });
});

describe('readShownFile', () => {
  test.each([
    ['etc/a', 'first'],
    ['/etc/a', 'first'],
    ['lib/b', 'content of b'],
    ['usr/lib/c', 'content of b'],
    ['etc/link', 'content of b'],
  ])('%s', async (path, text) => {
    const bytes = await withImage((image, contents) => readShownFile(image, contents, path));
    expect(bytes?.toString()).toBe(text);
  });

  test.each(['gone', 'etc', 'round', 'pipe', 'none/x', ''])('nothing is read at %j', async (path) => {
    expect(await withImage((image, contents) => readShownFile(image, contents, path))).toBeUndefined();
  });

  test('a file that is larger than asked for is an error, not a part of it', async () => {
    const read = withImage((image, contents) => readShownFile(image, contents, 'etc/a', { limitBytes: 4 }));
    await expect(read).rejects.toMatchObject({ code: 'LAYER_LIMIT', subject: 'etc/a' });
  });
});
