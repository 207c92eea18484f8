import { expect, test } from 'vitest';
import type { Inventory } from '../../../src/contents/packages/inventory.ts';
import { nodePath } from '../../../src/contents/view/squashed-view.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { readStack } from '../../checks/judging/judge-stack.ts';
import { dir, file, link, symlink, whiteout } from '../../support/layers.ts';

interface Seen {
  readonly inventory: Inventory;
  /** `NAME VERSION layer[-removing layer] bytes/files`. */
  readonly packages: readonly string[];
  /** From a path to the name of the package that has it. */
  readonly owners: Readonly<Record<string, string>>;
}

async function look(...stack: readonly (readonly TarItem[])[]): Promise<Seen> {
  const contents = await readStack(stack);
  const { inventory } = contents;
  const packages = inventory.packages.map(({ record, layer, removedByLayer, bytes, fileCount }) => {
    const place = removedByLayer === null ? `${layer}` : `${layer}-${removedByLayer}`;
    return `${record.name} ${record.version} ${place} ${bytes}/${fileCount}`;
  });
  const owners: Record<string, string> = {};
  inventory.owners.forEach((position, node) => {
    if (position >= 0) owners[nodePath(contents.view, node)] = inventory.packages[position]!.record.name;
  });
  return { inventory, packages, owners };
}

function stanza(name: string, version: string, more = ''): string {
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n${more}\n`;
}

const status = (...stanzas: readonly string[]): TarItem => file('var/lib/dpkg/status', stanzas.join(''));
const list = (name: string, ...paths: readonly string[]): TarItem =>
  file(`var/lib/dpkg/info/${name}.list`, ['/.', ...paths, ''].join('\n'));
const release = file('etc/os-release', 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n');

test('a Debian package: its files, its layer, its URL', async () => {
  const { inventory, packages, owners } = await look(
    [
      release,
      status(stanza('curl', '1:7-2')),
      list('curl', '/usr', '/usr/bin', '/usr/bin/curl'),
      file('usr/bin/curl', 'abc'),
    ],
    [file('usr/bin/mine', 'mine')],
  );
  expect(packages).toEqual(['curl 1:7-2 0 3/1']);
  expect(owners).toEqual({ 'usr/bin/curl': 'curl' });
  expect(inventory.packages[0]!.purl).toBe('pkg:deb/debian/curl@1%3A7-2?arch=amd64&distro=debian-12');
  expect(inventory.distribution).toEqual({ id: 'debian', idLike: [], versionId: '12', codename: 'bookworm' });
});

test('the layer that brought a version, though each layer writes the whole database', async () => {
  const { packages } = await look(
    [
      status(stanza('a', '1'), stanza('b', '1')),
      list('a', '/a'),
      list('b', '/b'),
      file('a', '1'),
      file('b', '22'),
    ],
    [status(stanza('a', '1'), stanza('b', '2')), list('b', '/b'), file('b', '333')],
    [status(stanza('a', '1'), stanza('b', '2'), stanza('c', '1')), list('c', '/c'), file('c', '4444')],
  );
  expect(packages).toEqual(['a 1 0 1/1', 'b 2 1 3/1', 'c 1 2 4/1', 'b 1 0-1 2/1']);
});

test('a package that a later layer removed is shipped all the same', async () => {
  const { packages } = await look(
    [status(stanza('a', '1'), stanza('gcc', '12')), list('gcc', '/usr/bin/gcc', '/usr/lib/gcc/x')],
    [file('usr/bin/gcc', '123'), file('usr/lib/gcc/x', '4567')],
    [
      status(stanza('a', '1')),
      whiteout('var/lib/dpkg/info/gcc.list'),
      whiteout('usr/bin/gcc'),
      whiteout('usr/lib/gcc'),
    ],
  );
  expect(packages).toEqual(['a 1 0 0/0', 'gcc 12 0-2 7/2']);
});

test('a database that is deleted and written anew begins again', async () => {
  const { packages } = await look(
    [status(stanza('a', '1'))],
    [whiteout('var/lib/dpkg/status')],
    [status(stanza('a', '1'))],
    [whiteout('var/lib/dpkg')],
  );
  expect(packages).toEqual(['a 1 0-1 0/0', 'a 1 2-3 0/0']);
});

test('paths are followed through a merged /usr, for installed and for removed packages', async () => {
  const merged = [
    symlink('lib', 'usr/lib'),
    symlink('bin', 'usr/bin'),
    dir('usr'),
    dir('usr/lib'),
    dir('usr/bin'),
  ];
  const { packages, owners } = await look(
    [
      ...merged,
      status(stanza('a', '1'), stanza('b', '1')),
      list('a', '/lib/liba.so', '/bin/a'),
      list('b', '/lib/libb.so'),
      file('usr/lib/liba.so', '12'),
      symlink('usr/bin/a', 'elsewhere'),
      file('usr/lib/libb.so', '12345'),
    ],
    [status(stanza('a', '1')), whiteout('usr/lib/libb.so'), whiteout('var/lib/dpkg/info/b.list')],
  );
  expect(packages).toEqual(['a 1 0 2/1', 'b 1 0-1 5/1']);
  expect(owners).toEqual({ 'usr/lib/liba.so': 'a', 'usr/bin/a': 'a' });
});

test('a diverted file is where the diversion put it', async () => {
  const { owners } = await look([
    status(stanza('dash', '1'), stanza('base', '1'), stanza('other', '1')),
    list('dash', '/bin/sh'),
    list('other', '/bin/sh', '/bin/sh.real'),
    file('var/lib/dpkg/diversions', '/bin/sh\n/bin/sh.distrib\ndash\n'),
    file('bin/sh', 'd'),
    file('bin/sh.distrib', 'o'),
    file('bin/sh.real', 'r'),
  ]);
  expect(owners).toEqual({ 'bin/sh': 'dash', 'bin/sh.distrib': 'other', 'bin/sh.real': 'other' });
});

test('a package without dpkg: status.d with checksums, as distroless has it', async () => {
  const sum = 'd41d8cd98f00b204e9800998ecf8427e';
  const { packages, owners } = await look([
    file('var/lib/dpkg/status.d/tzdata', 'Package: tzdata\nVersion: 2024a\nArchitecture: all\n'),
    file('var/lib/dpkg/status.d/tzdata.md5sums', `${sum}  usr/share/zoneinfo/UTC\n`),
    file('usr/share/zoneinfo/UTC', 'TZif'),
  ]);
  expect(packages).toEqual(['tzdata 2024a 0 4/1']);
  expect(owners).toEqual({ 'usr/share/zoneinfo/UTC': 'tzdata' });
});

test("npm packages have their folders, down to other packages' folders", async () => {
  const json = (name: string, version: string): string => JSON.stringify({ name, version });
  const { packages, owners } = await look([
    file('app/package.json', json('app', '1.0.0')),
    file('app/index.js', '12345'),
    file('app/node_modules/a/package.json', json('a', '2.0.0')),
    file('app/node_modules/a/lib/x.js', '123'),
    file('app/node_modules/a/node_modules/b/package.json', json('b', '3.0.0')),
  ]);
  const size = (text: string, more: number): string => `${Buffer.byteLength(text) + more}`;
  expect(packages).toEqual([
    `a 2.0.0 0 ${size(json('a', '2.0.0'), 3)}/2`,
    `app 1.0.0 0 ${size(json('app', '1.0.0'), 5)}/2`,
    `b 3.0.0 0 ${size(json('b', '3.0.0'), 0)}/1`,
  ]);
  expect(owners['app/node_modules/a/lib/x.js']).toBe('a');
  expect(owners['app/node_modules/a/node_modules/b/package.json']).toBe('b');
});

test('a Debian package that ships an npm package owns its files', async () => {
  const json = '{"name":"a","version":"1.0.0"}';
  const { packages, owners } = await look([
    file('usr/share/nodejs/a/package.json', json),
    status(stanza('node-a', '1')),
    list('node-a', '/usr/share/nodejs/a/package.json'),
  ]);
  expect(packages).toEqual([`node-a 1 0 ${json.length}/1`, `a 1.0.0 0 ${json.length}/1`]);
  expect(owners).toEqual({ 'usr/share/nodejs/a/package.json': 'node-a' });
});

test('an upgrade of an npm package leaves the older one in its layer', async () => {
  const json = (version: string): TarItem => file('m/a/package.json', `{"name":"a","version":"${version}"}`);
  const { packages } = await look(
    [json('1.0.0'), file('m/a/x', '1234567')],
    [whiteout('m/a'), json('2.0.0')],
  );
  expect(packages).toEqual(['a 2.0.0 1 30/1', 'a 1.0.0 0-1 37/2']);
});

test('metadata that a layer only copied belongs to the layer that brought it', async () => {
  const json = '{"name":"a","version":"1.0.0"}';
  const { packages } = await look(
    [file('m/a/package.json', json)],
    [file('m/a/package.json', json, { uid: 7 })],
  );
  expect(packages).toEqual([`a 1.0.0 0 ${json.length}/1`]);
});

test('names of one file count once', async () => {
  const { packages } = await look([
    status(stanza('a', '1')),
    list('a', '/x', '/y'),
    file('x', '1234'),
    link('y', 'x'),
  ]);
  expect(packages).toEqual(['a 1 0 4/1']);
});

test('marks of apt and apk', async () => {
  const marked = await look([
    status(stanza('a', '1'), stanza('b', '1')),
    file('var/lib/apt/extended_states', 'Package: b\nArchitecture: amd64\nAuto-Installed: 1\n\n'),
  ]);
  expect(marked.inventory.packages.map(({ isAutomatic }) => isAutomatic)).toEqual([false, true]);
  const apk = await look([
    file(
      'lib/apk/db/installed',
      'P:busybox\nV:1-r0\nA:x86_64\n\nP:musl\nV:1-r0\nA:x86_64\nF:lib\nR:ld.so\n\n',
    ),
    file('etc/apk/world', 'busybox\n'),
    file('lib/ld.so', '123'),
  ]);
  expect(apk.packages).toEqual(['busybox 1-r0 0 0/0', 'musl 1-r0 0 3/1']);
  expect(apk.inventory.packages.map(({ isAutomatic }) => isAutomatic)).toEqual([false, true]);
});

test('metadata that is too large to read is told', async () => {
  const { inventory } = await look([file('m/a/package.json', Buffer.alloc(9_000_000, 'x'))]);
  expect(inventory.packages).toEqual([]);
  expect(inventory.unread).toEqual([
    { path: 'm/a/package.json', layer: 0, bytes: 9_000_000, reason: 'too large' },
  ]);
});

test('a package of opkg, of which status and control file both tell, is one', async () => {
  const control = file(
    'usr/lib/opkg/info/a.control',
    'Package: a\nVersion: 1\nArchitecture: x86\nLicense: MIT\nDepends: libc\nInstalled-Size: 7\n',
  );
  const state = (...names: readonly string[]): TarItem =>
    file(
      'usr/lib/opkg/status',
      names
        .map(
          (name) =>
            `Package: ${name}\nVersion: 1\nStatus: install ok installed\nArchitecture: x86\nAuto-Installed: yes\n\n`,
        )
        .join(''),
    );
  const stack = [
    [control, state('a'), file('usr/lib/opkg/info/a.list', '/bin/a\n'), file('bin/a', 'abc')],
    [state('a', 'b')],
  ];
  const { inventory, packages } = await look(...stack);
  expect(packages).toEqual(['a 1 0 3/1', 'b 1 1 0/0']);
  expect(inventory.packages[0]).toMatchObject({
    metadataPath: 'usr/lib/opkg/status',
    record: { licence: 'MIT', claimedBytes: 7, fields: { Depends: 'libc', 'Auto-Installed': 'yes' } },
  });
  const gone = [
    state('b'),
    whiteout('usr/lib/opkg/info/a.control'),
    whiteout('usr/lib/opkg/info/a.list'),
    whiteout('bin/a'),
  ];
  expect((await look(...stack, gone)).packages).toEqual(['b 1 1 0/0', 'a 1 0-2 3/1']);
});

test('a package of opkg that only its control file names', async () => {
  const control = file('usr/lib/opkg/info/a.control', 'Package: a\nVersion: 1\n');
  expect((await look([control])).packages).toEqual(['a 1 0 0/0']);
});

test("a gem's specification is its own, though it lies beside its folder", async () => {
  const specification = 's.name = "rake"\ns.version = "13"\n';
  const path = 'usr/lib/ruby/gems/3/specifications/rake-13.gemspec';
  const gem = [file(path, specification), file('usr/lib/ruby/gems/3/gems/rake-13/lib/rake.rb', 'abc')];
  const { packages, owners } = await look(gem);
  expect(packages).toEqual([`rake 13 0 ${specification.length + 3}/2`]);
  expect(owners[path]).toBe('rake');
  const gone = [whiteout(path), whiteout('usr/lib/ruby/gems/3/gems/rake-13')];
  expect((await look(gem, gone)).packages).toEqual([`rake 13 0-1 ${specification.length + 3}/2`]);
});

test('a Python distribution without a list has the folder of its metadata', async () => {
  const metadata = 'Name: six\nVersion: 1\n';
  const folder = 'usr/lib/python3/dist-packages/six-1.egg-info';
  const { packages, owners } = await look([
    file(`${folder}/PKG-INFO`, metadata),
    file(`${folder}/top_level.txt`, 'six'),
    file('usr/lib/python3/dist-packages/six.py', 'abc'),
  ]);
  expect(packages).toEqual([`six 1 0 ${metadata.length + 3}/2`]);
  expect(Object.keys(owners)).toEqual([`${folder}/PKG-INFO`, `${folder}/top_level.txt`]);
});

test('a database that names a package twice: the layer is the one that brought it', async () => {
  const twice = status(stanza('a', '1'), stanza('a', '1'));
  expect((await look([twice], [twice])).packages).toEqual(['a 1 0 0/0']);
});
