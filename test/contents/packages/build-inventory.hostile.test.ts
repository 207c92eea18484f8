import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImageContents } from '../../../src/contents/image-contents.ts';
import { NO_OWNER } from '../../../src/contents/packages/inventory.ts';
import { layerOf } from '../../../src/contents/view/locate-entry.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { readStack } from '../../checks/judging/judge-stack.ts';
import { dir, file, link, opaque, symlink, whiteout } from '../../support/layers.ts';
import { startCpuClock } from '../../support/measure.ts';

const CPU_LIMIT_SECONDS = 60;
const limits = { timeout: 300_000 };
const MANY = 100_000;

const stanza = (name: string, version = '1'): string =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`;
const status = (text: string): TarItem => file('var/lib/dpkg/status', text);
const list = (name: string, text: string): TarItem => file(`var/lib/dpkg/info/${name}.list`, text);
const range = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const paths = (count: number): string => range(count, (i) => `/f/${i}\n`).join('');

async function within<T>(work: () => Promise<T>): Promise<T> {
  const used = startCpuClock();
  const result = await work();
  expect(used()).toBeLessThan(CPU_LIMIT_SECONDS);
  return result;
}

const refused = (stack: readonly (readonly TarItem[])[]): Promise<void> =>
  within(() => expect(readStack(stack)).rejects.toMatchObject({ code: 'LAYER_LIMIT' }));

describe('is read in time', () => {
  test('a hundred thousand package.json in each other', limits, async () => {
    const items = range(MANY, (i) =>
      file(`app/${i % 300}/node_modules/p${i}/package.json`, `{"name":"p${i}","version":"1.0.${i}"}`),
    );
    const { inventory } = await within(() => readStack([items, [whiteout('app/7')]]));
    expect(inventory.packages).toHaveLength(MANY);
    expect(inventory.packages.filter(({ state }) => state === 'removed')).toHaveLength(
      Math.ceil((MANY - 7) / 300),
    );
  });

  test('a database that names a package over and over', limits, async () => {
    const { inventory } = await within(() => readStack([[status(stanza('a').repeat(200_000))]]));
    expect(inventory.packages).toHaveLength(1);
  });

  test('a database written anew by each of five hundred layers', limits, async () => {
    const own = range(300, (i) => stanza(`p${i}`)).join('');
    const layers = range(500, (k) => [status(own + stanza('app', `${k}`)), list('app', `/app/${k}\n`)]);
    const { inventory } = await within(() => readStack(layers));
    expect(inventory.packages).toHaveLength(800);
    expect(inventory.packages.filter(({ layer }) => layer === 0)).toHaveLength(301);
  });

  test('thousands of diversions and thousands of packages', limits, async () => {
    const diversions = range(50_000, (i) => `/f/${i}\n/g/${i}\n:\n`).join('');
    const names = range(2000, (i) => `p${i}`);
    const { inventory, view } = await within(() =>
      readStack([
        [
          file('var/lib/dpkg/diversions', diversions),
          status(names.map((name) => stanza(name)).join('')),
          ...names.map((name, i) => list(name, `/f/${i}\n/h/${i}\n`)),
          ...names.map((_, i) => file(`g/${i}`, 'x')),
        ],
      ]),
    );
    expect(view.tree.nodeCount).toBeLessThan(20_000);
    expect(inventory.packages.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(2000);
  });

  test('a diversion of one path, which a list names a million times, to a long one', limits, async () => {
    const diverted = `/f\n/${'g/'.repeat(2000)}\n:\n`;
    const { inventory } = await within(() =>
      readStack([
        [file('var/lib/dpkg/diversions', diverted), status(stanza('a')), list('a', '/f\n'.repeat(1e6))],
      ]),
    );
    expect(inventory.packages).toHaveLength(1);
  });

  test('files that packages left behind, rewritten by hundreds of layers', limits, async () => {
    const all = range(1000, (i) => stanza(`p${i}`));
    const lists = range(1000, (i) => list(`p${i}`, `/f/${i}\n`));
    const layers = range(300, (k) => [
      status(all.slice(k).join('')),
      ...(k === 0 ? lists : []),
      ...range(30, (i) => file(`f/${k + i}`, 'x')),
    ]);
    const { inventory } = await within(() => readStack([...layers, [opaque('f')]]));
    expect(inventory.packages).toHaveLength(1000);
  });
});

describe('is refused in time', () => {
  test('a list of a million files that a thousand versions of a package share', limits, async () => {
    const versions = range(1000, (i) => stanza('a', `${i}`)).join('');
    await refused([[status(versions), list('a', paths(1_000_000))]]);
  });

  test('likewise where a later layer removed them all', limits, async () => {
    const versions = range(1000, (i) => stanza('a', `${i}`)).join('');
    await refused([[status(versions), list('a', paths(1_000_000))], [status(stanza('b'))]]);
  });

  test('likewise where nothing in the list is a path', limits, async () => {
    const versions = range(2000, (i) => stanza('a', `${i}`)).join('');
    await refused([[status(versions), file('var/lib/dpkg/info/a.md5sums', 'x'.repeat(1e6))]]);
  });

  test('more packages than there are in the world', limits, async () => {
    const layers = range(12, (k) => [status(range(MANY, (i) => stanza(`p${i}`, `${k}`)).join(''))]);
    await refused(layers);
  });

  test('a maze of symlinks that all paths of a list lead through', limits, async () => {
    const long = './'.repeat(1500);
    const maze = range(39, (i) => symlink(`l${i}`, `${long}l${i + 1}`));
    const text = range(10_000, (i) => `/l0/${i % 2 === 0 ? 'a' : 'b'}/${i}\n`).join('');
    await refused([[...maze, dir('l39'), status(stanza('a')), list('a', text)]]);
  });
});

describe('whatever the layers are', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const place = fc.constantFrom('x', 'usr/lib/y', 'lib/y', 'opt/n/z', 'opt/n', 'opt/n/node_modules/m/i');
  const item: fc.Arbitrary<TarItem> = fc.oneof(
    fc
      .tuple(fc.subarray(['a', 'b', 'c']), name)
      .map(([names, version]) => status(names.map((each) => stanza(each, version)).join(''))),
    fc
      .tuple(name, fc.array(place))
      .map(([each, files]) => list(each, files.map((path) => `/${path}\n`).join(''))),
    fc.tuple(place, fc.nat(50)).map(([path, size]) => file(path, Buffer.alloc(size, 1))),
    fc.tuple(place, place).map(([path, target]) => link(path, target)),
    fc.constant(symlink('lib', 'usr/lib')),
    name.map((each) => file('opt/n/package.json', `{"name":"${each}","version":"1"}`)),
    name.map((each) => file('opt/n/node_modules/m/package.json', `{"name":"${each}","version":"1"}`)),
    name.map((each) => file(`g/specifications/${each}.gemspec`, `s.name = "${each}"\ns.version = "1"\n`)),
    fc.constantFrom('x', 'opt', 'opt/n', 'var/lib/dpkg', 'g', 'usr').map((path) => whiteout(path)),
    fc.constantFrom('opt', 'var/lib/dpkg', 'var').map((path) => opaque(path)),
  );

  const visibleBytes = ({ view, layers }: ImageContents): number => {
    const entries = new Set<number>();
    view.tree.kinds.subarray(0, view.tree.nodeCount).forEach((kind, node) => {
      if (kind === 0) entries.add(view.inodes[node]!);
    });
    return [...entries].reduce((sum, entry) => {
      const layer = layerOf(view, entry);
      return sum + layers[layer]!.facts.sizes[entry - view.entryBases[layer]!]!;
    }, 0);
  };

  test('owners, bytes and layers fit together', limits, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(item, { maxLength: 8 }), { minLength: 1, maxLength: 5 }),
        async (stack) => {
          const contents = await readStack(stack);
          const { packages, owners } = contents.inventory;
          const visible = visibleBytes(contents);
          expect(owners).toHaveLength(contents.view.tree.nodeCount);
          owners.forEach((owner, node) => {
            if (owner === NO_OWNER) return;
            expect(packages[owner]?.state).toBe('installed');
            if (contents.view.tree.kinds[node] === 0) expect(packages[owner]!.fileCount).toBeGreaterThan(0);
          });
          for (const { state, layer, removedByLayer, bytes, shippedBytes, fileCount } of packages) {
            expect(state === 'installed').toBe(removedByLayer === null);
            expect(layer).toBeLessThan(stack.length);
            if (removedByLayer === null) expect(bytes).toBeLessThanOrEqual(visible);
            else {
              expect(layer).toBeLessThanOrEqual(removedByLayer);
              expect(removedByLayer).toBeLessThan(stack.length);
            }
            expect(Math.min(bytes, shippedBytes, fileCount)).toBeGreaterThanOrEqual(0);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
