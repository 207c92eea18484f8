import { describe, expect, test } from 'vitest';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { device, dir, fifo, file, link, symlink, whiteout } from '../../support/layers.ts';
import { compareStacks, describeDifferences } from './compare-stacks.ts';

const differ = async (a: readonly TarItem[], b: readonly TarItem[]): Promise<string[]> =>
  describeDifferences(await compareStacks([a], [b]));

describe('paths', () => {
  test('that came, went or hold something else', async () => {
    expect(
      await differ(
        [file('same', 'x'), file('old', '12'), file('changed', '123')],
        [file('same', 'x'), file('new', '1'), file('changed', '1234')],
      ),
    ).toEqual(['added new - -> 1', 'content changed 3 -> 4', 'removed old 2 -> -']);
  });

  test('whatever layer has them, and whatever lies hidden below', async () => {
    const a = [[file('a', '1'), file('b', '2')]];
    const b = [
      [file('b', 'hidden'), file('gone', 'x')],
      [file('a', '1')],
      [file('b', '2'), whiteout('gone')],
    ];
    const comparison = await compareStacks(a, b);
    expect(comparison.differences).toEqual([]);
    expect(comparison.visibleInA).toEqual(comparison.visibleInB);
  });

  test('of another type; a folder that became a file takes what was in it along', async () => {
    expect(
      await differ([dir('x'), file('x/y', 'abc'), symlink('s', 't')], [file('x', '1'), file('s', 't')]),
    ).toEqual(['removed x/y 3 -> -', 'type s 0 -> 1', 'type x 0 -> 1']);
  });

  test('below folders that no layer has an entry for', async () => {
    expect(await differ([dir('a'), file('a/b', '1')], [file('a/b', '1')])).toEqual([]);
    expect(await differ([dir('a', { mode: 0o700 }), file('a/b', '1')], [file('a/b', '1')])).toEqual([
      'attributes a 0 -> 0 mode',
    ]);
    const { differences } = await compareStacks(
      [[file('a/b', '1')]],
      [[dir('a', { uid: 5 }), file('a/b', '1')]],
    );
    expect(differences).toMatchObject([{ path: 'a', inA: { mode: 0o755, uid: 0 }, inB: { uid: 5 } }]);
  });
});

describe('attributes', () => {
  test.each<[string, TarItem, TarItem, string[]]>([
    ['mode', file('f', 'x'), file('f', 'x', { mode: 0o755 }), ['mode']],
    ['owner', file('f', 'x'), file('f', 'x', { uid: 7 }), ['owner']],
    ['group', file('f', 'x'), file('f', 'x', { gid: 7 }), ['owner']],
    ['target', symlink('f', 'x'), symlink('f', 'y'), ['target']],
    ['capability', file('f', 'x'), file('f', 'x', { xattrs: { 'security.capability': 'c' } }), ['xattrs']],
    ['device', device('f', 'character', [1, 3]), device('f', 'character', [1, 5]), ['device']],
    ['time', file('f', 'x'), file('f', 'x', { mtimeSeconds: 5 }), []],
    ['mode of a symlink', symlink('f', 'x'), symlink('f', 'x', { mode: 0o700 }), []],
    ['nothing of a pipe', fifo('f'), fifo('f'), []],
  ])('%s', async (_, a, b, attributes) => {
    const { differences } = await compareStacks([[a]], [[b]]);
    expect(differences.flatMap((item) => item.attributes)).toEqual(attributes);
    for (const { change } of differences) expect(change).toBe('attributes');
  });

  test('beside the content', async () => {
    expect(await differ([file('f', 'x')], [file('f', 'y', { mode: 0o755 })])).toEqual([
      'content f 1 -> 1 mode',
    ]);
  });

  test('are told with their values', async () => {
    const { differences } = await compareStacks(
      [[symlink('s', 'old', { uid: 1 })]],
      [[symlink('s', 'new', { uid: 1, gid: 2 })]],
    );
    expect(differences).toEqual([
      {
        path: 's',
        change: 'attributes',
        attributes: ['owner', 'target'],
        inA: { type: 'symlink', bytes: 0, mode: 0o777, uid: 1, gid: 0, target: 'old', package: null },
        inB: { type: 'symlink', bytes: 0, mode: 0o777, uid: 1, gid: 2, target: 'new', package: null },
      },
    ]);
  });
});

describe('hard links', () => {
  test('count once, and in whatever order the tars have them', async () => {
    const a = [file('a', 'abc'), link('b', 'a')];
    const b = [file('b', 'abc'), link('a', 'b')];
    const comparison = await compareStacks([a], [b]);
    expect(comparison.differences).toEqual([]);
    expect(comparison.visibleInA.bytes).toBe(3);
  });

  test('a further name costs nothing, wherever it sorts', async () => {
    expect(await differ([file('m', 'abc')], [file('m', 'abc'), link('a', 'm'), link('z', 'm')])).toEqual([
      'added a - -> 0',
      'added z - -> 0',
    ]);
  });

  test('that became a file of its own', async () => {
    expect(await differ([file('a', 'abc'), link('b', 'a')], [file('a', 'abc'), file('b', 'abc')])).toEqual([
      'attributes b 0 -> 3 links',
    ]);
  });

  test('of which one name is left', async () => {
    expect(await differ([file('a', 'abc'), link('b', 'a')], [file('b', 'abc')])).toEqual([
      'removed a 0 -> -',
    ]);
  });
});

describe('groups of files that no package has', () => {
  test('a folder that came whole is one; one that was there names its new files together', async () => {
    const a = [file('app/main', '1'), file('app/kept', 'x')];
    const b = [
      file('app/main', '22'),
      file('app/kept', 'x'),
      file('app/node_modules/a/index.js', '333'),
      file('app/node_modules/b/index.js', '4444'),
      file('app/one', '1'),
      file('app/two', '2'),
      file('opt/alone', '55555'),
    ];
    const { groups, groupCount } = await compareStacks([a], [b]);
    expect(groups).toEqual([
      { path: 'app/node_modules', change: 'added', fileCount: 2, bytesInA: 0, bytesInB: 7 },
      { path: 'opt/alone', change: 'added', fileCount: 1, bytesInA: 0, bytesInB: 5 },
      { path: 'app', change: 'added', fileCount: 2, bytesInA: 0, bytesInB: 2 },
      { path: 'app/main', change: 'content', fileCount: 1, bytesInA: 1, bytesInB: 2 },
    ]);
    expect(groupCount).toBe(4);
  });

  test('leave out what packages have, and folders that hold any of it', async () => {
    const status = 'Package: tool\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n';
    const b = [
      file('var/lib/dpkg/status', status),
      file('var/lib/dpkg/info/tool.list', '/.\n/opt\n/opt/tool\n/opt/tool/bin\n'),
      file('opt/tool/bin', 'binary'),
      file('opt/tool/cache/one', '1'),
      file('opt/tool/cache/two', '2'),
    ];
    const { groups, visibleInB, differences } = await compareStacks([[]], [b]);
    expect(groups.map(({ path }) => path)).toEqual(['var', 'opt/tool/cache']);
    expect(visibleInB.packagedBytes).toBe(6);
    expect(differences.find(({ path }) => path === 'opt/tool/bin')?.inB?.package).toBe(
      'pkg:deb/tool@1?arch=amd64',
    );
  });
});

test('of each change the largest are named, and all are counted', async () => {
  const files = (count: number, text: string) =>
    Array.from({ length: count }, (_, i) => file(`${text}/${i}`, text.repeat(i + 1)));
  const { differences, totals, groups } = await compareStacks([files(9, 'a')], [files(8, 'b')], 3);
  expect(differences.map(({ path }) => path)).toEqual(['b/7', 'b/6', 'b/5', 'a/8', 'a/7', 'a/6']);
  expect(totals.added).toEqual({ fileCount: 8, directoryCount: 1, bytesInA: 0, bytesInB: 36 });
  expect(totals.removed).toEqual({ fileCount: 9, directoryCount: 1, bytesInA: 45, bytesInB: 0 });
  expect(groups).toHaveLength(2);
});
