// `plimsoll diff` as users see it. Layers are stored plain: compressed sizes differ between versions of Node.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validateSchema } from '../../report/validate-schema.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { dir, file, layer, makeLayout, symlink, whiteout } from '../../support/layers.ts';
import { runProgram } from '../run-program.ts';

const MB = 1_000_000;
const folder = makeTemporaryFolder();
const SCHEMA = JSON.parse(readFileSync(new URL('../../../schema/diff.json', import.meta.url), 'utf8'));
const plain = (createdBy: string, ...items: Parameters<typeof layer>[0]) =>
  ({ tar: layer(items), createdBy, compression: 'plain' }) as const;
const status = (...packages: readonly [name: string, version: string][]) =>
  file(
    'var/lib/dpkg/status',
    packages
      .map(
        ([name, version]) =>
          `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`,
      )
      .join(''),
  );
const list = (name: string, ...paths: readonly string[]) =>
  file(`var/lib/dpkg/info/${name}.list`, ['/.', ...paths, ''].join('\n'));

const base = plain(
  'ADD rootfs.tar.xz /',
  file('etc/os-release', 'ID=debian\n'),
  status(['libc6', '2.36']),
  list('libc6', '/usr/lib/libc.so'),
  file('usr/lib/libc.so', Buffer.alloc(9 * MB, 'c')),
);
const run = { Env: ['PATH=/bin', 'DEBUG=1'], Cmd: ['debug'] };
await makeLayout(
  join(folder, 'dev'),
  [
    base,
    plain(
      'RUN /bin/sh -c apt-get update && apt-get install -y gcc # buildkit',
      status(['gcc', '12.2'], ['libc6', '2.36+deb12u1']),
      list('gcc', '/usr/bin/gcc'),
      file('usr/bin/gcc', Buffer.alloc(20 * MB, 'g')),
      file('var/lib/apt/lists/one_Packages', Buffer.alloc(3 * MB, 'p')),
      file('var/lib/apt/lists/two_Packages', Buffer.alloc(2 * MB, 'q')),
    ),
    plain('COPY app /app # buildkit', dir('app'), file('app/\x1b[31mnasty', 'x'), file('app/main', 'one')),
  ],
  { run },
);
await makeLayout(
  join(folder, 'prod'),
  [
    base,
    plain(
      'COPY app /app # buildkit',
      dir('app', { uid: 1000 }),
      file('app/main', 'other'),
      symlink('app/\u202elink', 'main'),
    ),
  ],
  { run: { Env: ['PATH=/bin'], Cmd: ['serve'], User: '1000' } },
);
await makeLayout(join(folder, 'swept'), [
  base,
  plain('RUN /bin/sh -c make', file('opt/cache/one.bin', Buffer.alloc(4 * MB, '1'))),
  plain('RUN /bin/sh -c rm -rf /opt/cache', whiteout('opt/cache')),
]);

const diff = (...args: string[]) => runProgram(['diff', ...args], { cwd: folder });

test('development against production', async () => {
  const { exitCode, stdout, stderr } = await diff('./dev', './prod');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatchInlineSnapshot(`
    "B is 25.0 MB (74 %) smaller than A. They share 1 layer, 9.00 MB; the pair costs 34.0 MB.
    A: ./dev  34.0 MB in 3 layers, linux/amd64
    B: ./prod  9.00 MB in 2 layers, linux/amd64

          A        B     B - A  what it holds
    29.0 MB  9.00 MB  -20.0 MB  files of packages
    5.00 MB    114 B  -5.00 MB  files of no package
       79 B        -     -79 B  hidden by later layers, shipped all the same
    34.0 MB  9.00 MB  -25.0 MB  in all

          A        B  together   shared  what the pair costs
    34.0 MB  9.00 MB   34.0 MB  9.00 MB  in a registry, before compression
    34.0 MB  9.00 MB   34.0 MB  9.00 MB  on a node, unpacked
    Where A is, pulling B costs 5 B; where B is, pulling A costs 25.0 MB (before compression).

    Packages: 1 package only in A (-20.0 MB), 1 package of another version (0 B)
          A  B     B - A  type  package
    20.0 MB  -  -20.0 MB  deb   gcc 12.2
          A        B  B - A  type  other version
    9.00 MB  9.00 MB    0 B  deb   libc6 2.36+deb12u1 -> 2.36

    Files: 1 file only in B, 5 files and 3 folders only in A, 2 files with other content, 1 folder with
    other attributes only
          A     B  files  what differs   files of no package
    5.00 MB     -      2  only in A      /var/lib/apt
      164 B  79 B      1  other content  /var/lib/dpkg/status
       16 B     -      1  only in A      /var/lib/dpkg/info/gcc.list
        3 B   5 B      1  other content  /app/main
        1 B     -      1  only in A      /app/\\x1b[31mnasty
          -   0 B      1  only in B      /app/\\u{202e}link
    A          B             only attributes differ
    owner 0:0  owner 1000:0  /app

    Findings: ballast 25.0 MB in A, none in B
          A  B  in B  rule       what it finds
    20.0 MB  -  gone  compiler   compilers and linkers: gcc
    5.00 MB  -  gone  apt-cache  package lists and archives of apt
    Advice differs by 1 rule: --all

    layer     size  layers that are not shared
    A 1    25.0 MB  RUN apt-get update && apt-get install -y gcc
    A 2        4 B  COPY app /app
    B 1        5 B  COPY app /app

    Config: what differs from A to B
    User       (none)  ->  1000
    Cmd        ["debug"]  ->  ["serve"]
    Env DEBUG  1  ->  (none)
    "
  `);
});

test('an image and itself do not differ', async () => {
  for (const more of [[], ['--all'], ['--fail-on', 'growth'], ['--fail-on', 'findings', '--no-cache']]) {
    const { exitCode, stdout, stderr } = await diff('./dev', './dev', ...more);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^A and B are the same image\.\n/);
    expect(stdout).not.toMatch(/only in|other|Config/);
  }
  const { files, packages, config, findings, layers, storage } = JSON.parse(
    (await diff('./dev', './dev', '--format', 'json')).stdout,
  );
  expect({ files, packages, config, findings }).toEqual({
    files: [],
    packages: [],
    config: [],
    findings: [],
  });
  expect(layers).toMatchObject({ sharedFromBase: 3, onlyInA: [], onlyInB: [] });
  const { inA, together } = storage.node.entryBytes;
  expect(together).toBe(inA);
});

describe('JSON', () => {
  test('is what the schema says, and adds up', async () => {
    const { exitCode, stdout } = await diff('./dev', './prod', '--format', 'json', '--max-growth', '1MB');
    expect(exitCode).toBe(0);
    const value = JSON.parse(stdout);
    expect(validateSchema(SCHEMA, value, true)).toEqual([]);
    for (const { bytes } of [value.a, value.b])
      expect(bytes.packagedBytes + bytes.otherBytes + bytes.hiddenBytes).toBe(bytes.entryBytes);
    const visible = ({ bytes }: { bytes: Record<string, number> }) =>
      bytes['packagedBytes']! + bytes['otherBytes']!;
    const totals = Object.values<Record<string, number>>(value.fileTotals);
    const growth = totals.reduce((sum, { bytesInA, bytesInB }) => sum + bytesInB! - bytesInA!, 0);
    expect(growth).toBe(visible(value.b) - visible(value.a));
    expect(value.verdict.growth).toMatchObject({ limit: '1MB', limitBytes: MB, exceeded: false });
    const paths = value.files.map(({ path }: { path: string }) => path);
    expect(paths).toContain('app/\x1b[31mnasty');
    expect(paths).toContain('app/\u202elink');
    expect(stdout).not.toMatch(/[\x1b\u202e]/);
  });

  test('of findings and of what was not judged too', async () => {
    const value = JSON.parse(
      (await diff('./prod', './swept', '--format', 'json', '--fail-on', 'findings')).stdout,
    );
    expect(validateSchema(SCHEMA, value, true)).toEqual([]);
    expect(value.findings).toMatchObject([
      { rule: 'hidden-deleted', change: 'new', bytesInB: 4 * MB, yoursInB: true },
    ]);
    expect(value.verdict).toEqual({
      passes: false,
      failOn: 'findings',
      growth: null,
      failingRules: ['hidden-deleted'],
    });
    expect(value.b.bytes.hiddenBytes).toBe(4 * MB);
  });

  test('names 20 paths of a change, and with --all every one', async () => {
    const many = Array.from({ length: 30 }, (_, i) => file(`many/${i}`, 'x'.repeat(i)));
    const path = join(makeTemporaryFolder(), 'many');
    await makeLayout(path, [base, plain('COPY many /many', ...many)]);
    const count = async (...more: string[]): Promise<number> =>
      JSON.parse((await diff('./prod', path, '--format', 'json', ...more)).stdout).files.filter(
        ({ change }: { change: string }) => change === 'added',
      ).length;
    expect(await count()).toBe(20);
    expect(await count('--all')).toBe(31);
  });
});

test('--all shows every path, those of packages too', async () => {
  expect((await diff('./dev', './prod')).stdout).not.toContain('/usr/bin/gcc');
  expect((await diff('./dev', './prod', '--all')).stdout).toMatch(
    /20\.0 MB +- +only in A +\/usr\/bin\/gcc\n/,
  );
});

test('what a registry stores is told compressed where both images tell it', async () => {
  const zipped = join(makeTemporaryFolder(), 'zipped');
  await makeLayout(zipped, [layer([file('a', Buffer.alloc(5 * MB, 'a'))])]);
  const other = join(makeTemporaryFolder(), 'other');
  await makeLayout(other, [layer([file('a', Buffer.alloc(5 * MB, 'a'))]), layer([file('b', 'b')])]);
  const { stdout } = await diff(zipped, other);
  expect(stdout).toMatch(
    /^B is 1 B \(<1 %\) larger than A\. They share 1 layer, 5\.00 MB; the pair costs \d.+ kB compressed\.\n/,
  );
  expect(stdout).toMatch(/\n *\d\S* kB +\d\S* kB +\d\S* kB +\d\S* kB {2}in a registry, compressed\n/);
  expect(stdout).not.toContain('before compression');
  const mixed = (await diff(zipped, './dev')).stdout;
  expect(mixed).toMatch(/They share no layer; the pair costs 39\.0 MB\.\n/);
});

describe('exit codes', () => {
  test.each<[string[], number]>([
    [['./prod', './dev'], 0],
    [['./prod', './dev', '--fail-on', 'growth'], 1],
    [['./dev', './prod', '--fail-on', 'growth'], 0],
    [['./prod', './dev', '--fail-on', 'growth', '--max-growth', '100MB'], 0],
    [['./prod', './dev', '--max-growth', '5%'], 1],
    [['./prod', './swept', '--fail-on', 'findings'], 1],
    [['./swept', './prod', '--fail-on', 'findings'], 0],
    [['./swept', './swept', '--fail-on', 'findings'], 0],
    [['./prod', './none'], 2],
    [['./prod'], 2],
    [['./prod', './dev', './swept'], 2],
    [['./prod', './dev', '--fail-on', 'error'], 2],
    [['./prod', './dev', '--max-growth', '5'], 2],
    [['./prod', './dev', '--max-size', '5MB'], 2],
  ])('%j: %d', async (args, expected) => {
    const { exitCode, stdout, stderr } = await diff(...args);
    expect(exitCode).toBe(expected);
    if (expected === 2)
      expect({ stdout, hint: /^plimsoll: .+\nhint: .+\n$/.test(stderr) }).toEqual({ stdout: '', hint: true });
  });

  test('a failure says why', async () => {
    const { stdout } = await diff('./prod', './swept', '--fail-on', 'findings', '--max-growth', '1MB');
    expect(stdout).toMatch(
      /\n\nGrowth: \+4\.00 MB, 1\.00 MB allowed\.\nFails: B grew too much, B has findings by 1 rule that A has none of\s\(hidden-deleted\)\.\n$/,
    );
  });
});

test('the second image finds in the cache what both have', async () => {
  const cache = makeTemporaryFolder();
  const first = await diff('./dev', './prod', '--cache-dir', cache, '--format', 'json');
  expect((await diff('./dev', './prod', '--cache-dir', cache, '--format', 'json')).stdout).toBe(first.stdout);
  expect((await diff('./dev', './prod', '--no-cache', '--workers', '0', '--format', 'json')).stdout).toBe(
    first.stdout,
  );
  expect((await diff('./dev', './prod', '--verify', '--format', 'json')).stdout).toBe(first.stdout);
});

describe('--base', () => {
  test('that one of the images was not built from is told of, and the other has it', async () => {
    const { exitCode, stdout, stderr } = await diff('./dev', './prod', '--base', './dev', '--format', 'json');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^plimsoll: the base \.\/dev: its layers are not the lowest layers of oci:.+\n$/);
    const { a, b } = JSON.parse(stdout);
    expect([a.base?.layerCount, b.base]).toEqual([3, null]);
  });

  test('what it brings does not fail the run', async () => {
    expect(
      (await diff('./prod', './swept', '--base', './swept', '--fail-on', 'findings', '--quiet')).exitCode,
    ).toBe(0);
  });
});

test('plimsoll.yaml accepts findings of both', async () => {
  const cwd = makeTemporaryFolder();
  const settings = join(cwd, 'plimsoll.yaml');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(settings, 'ignore:\n  - rule: hidden-deleted\n    reason: known\n');
  const args = ['./prod', './swept', '--fail-on', 'findings', '--config', settings];
  expect(await diff(...args)).toMatchObject({ exitCode: 0, stderr: '' });
});
