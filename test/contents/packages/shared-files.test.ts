// What removing packages frees where files are named twice, linked twice or shown elsewhere, in trees that are really scanned.
import { expect, test } from 'vitest';
import { buildInventory } from '../../../src/contents/packages/build-inventory.ts';
import { findFreed } from '../../../src/contents/packages/closures/find-freed.ts';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import { file, layer, link, scanBytes } from '../../support/layers.ts';

const KB = 1000;
const stanza = (name: string, more = ''): string =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n${more}\n`;

async function freedOf(
  status: string,
  lists: Readonly<Record<string, string>>,
  files: Parameters<typeof layer>[0],
  more: Parameters<typeof layer>[0] = [],
) {
  const tar = layer([
    file('var/lib/dpkg/status', status),
    ...Object.entries(lists).map(([name, list]) => file(`var/lib/dpkg/info/${name}.list`, list)),
    ...files,
    ...more,
  ]);
  const scan = await scanBytes(tar);
  const view = squashLayers([scan.facts]);
  const layers = [{ ...scan, index: 0, diffId: scan.facts.diffId, descriptor: null, isFromCache: false }];
  const inventory = await buildInventory({ layers, view });
  const freed = findFreed(inventory);
  return Object.fromEntries(inventory.packages.map(({ record }, i) => [record.name, freed[i]]));
}

test('a file that two packages name goes with the second of them only', async () => {
  const freed = await freedOf(
    stanza('a') + stanza('b') + stanza('both', 'Depends: c, d\n') + stanza('c') + stanza('d'),
    { a: '/x\n/own\n', b: '/x\n', c: '/y\n', d: '/y\n' },
    [file('x', Buffer.alloc(5 * KB)), file('own', Buffer.alloc(KB)), file('y', Buffer.alloc(7 * KB))],
    [
      file(
        'var/lib/apt/extended_states',
        'Package: c\nArchitecture: amd64\nAuto-Installed: 1\n\nPackage: d\nArchitecture: amd64\nAuto-Installed: 1\n',
      ),
    ],
  );
  expect(freed['a']).toEqual({ packages: 1, bytes: KB, dependents: 0 });
  expect(freed['b']).toEqual({ packages: 1, bytes: 0, dependents: 0 });
  expect(freed['both']).toEqual({ packages: 3, bytes: 7 * KB, dependents: 0 });
  expect(freed['c']).toEqual({ packages: 3, bytes: 7 * KB, dependents: 1 });
});

test('hard links count once, and not at all where another name stays', async () => {
  const freed = await freedOf(stanza('a') + stanza('b'), { a: '/a1\n/a2\n', b: '/b1\n' }, [
    file('a1', Buffer.alloc(3 * KB)),
    link('a2', 'a1'),
    file('b1', Buffer.alloc(4 * KB)),
    link('nobodys', 'b1'),
  ]);
  expect(freed['a']).toEqual({ packages: 1, bytes: 3 * KB, dependents: 0 });
  expect(freed['b']).toEqual({ packages: 1, bytes: 0, dependents: 0 });
});

test("the image's own apt configuration counts", async () => {
  const status = stanza('app', 'Suggests: extra\n') + stanza('x', 'Depends: extra\n') + stanza('extra');
  const lists = { extra: '/e\n' };
  const marks = file(
    'var/lib/apt/extended_states',
    'Package: extra\nArchitecture: amd64\nAuto-Installed: 1\n',
  );
  const files = [file('e', Buffer.alloc(2 * KB)), marks];
  expect((await freedOf(status, lists, files))['x']).toMatchObject({ packages: 1, bytes: 0 });
  const slim = file('etc/apt/apt.conf.d/docker', 'Apt::AutoRemove::SuggestsImportant "false";\n');
  expect((await freedOf(status, lists, files, [slim]))['x']).toMatchObject({ packages: 2, bytes: 2 * KB });
});

test('what essential packages need, and they themselves, cannot go', async () => {
  const freed = await freedOf(
    stanza('core', 'Essential: yes\nDepends: lib\n') + stanza('lib') + stanza('tool', 'Depends: lib\n'),
    {},
    [],
  );
  expect([freed['core'], freed['lib'], freed['tool']?.packages]).toEqual([null, null, 1]);
});
