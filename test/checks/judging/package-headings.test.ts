// Package rules on whole images: what stays for others' sake, what counts once, what adds up.
import { describe, expect, it, test } from 'vitest';
import { judgeImage } from '../../../src/checks/judging/judge-image.ts';
import { RULES } from '../../../src/checks/rules.ts';
import { type DebianPackage, debianPackages } from '../../support/debian-packages.ts';
import { HEADS, judgeFiles, type TestFile, type TestRun } from '../../support/judge-files.ts';
import { file, symlink } from '../../support/layers.ts';
import { readStack } from './judge-stack.ts';

const depends = (text: string) => ({ fields: { Depends: text } });
const bin = (name: string, bytes: number) => ({ [`usr/bin/${name}`]: bytes });

/** The beginning of what build-essential brings, as Debian 12 has it. */
const buildTools: readonly DebianPackage[] = [
  { name: 'build-essential', section: 'devel', ...depends('g++, make, libc6-dev'), files: bin('be', 1_000) },
  { name: 'g++', section: 'devel', ...depends('gcc-12'), files: bin('g++', 2_000), isAutomatic: true },
  {
    name: 'gcc-12',
    section: 'devel',
    fields: { Provides: 'c-compiler', Depends: 'cpp-12, libgcc-12-dev, libcc1-0, binutils' },
    files: { ...bin('gcc-12', 900_000), 'usr/share/doc/gcc-12/NEWS.gz': 300_000 },
    isAutomatic: true,
  },
  { name: 'cpp-12', section: 'interpreters', files: bin('cpp-12', 800_000), isAutomatic: true },
  { name: 'binutils', section: 'devel', files: bin('ld', 700_000), isAutomatic: true },
  { name: 'make', section: 'devel', files: bin('make', 400_000), isAutomatic: true },
  {
    name: 'libgcc-12-dev',
    section: 'libdevel',
    files: { 'usr/lib/gcc/libgcc.a': 600_000 },
    isAutomatic: true,
  },
  { name: 'libc6-dev', section: 'libdevel', files: { 'usr/lib/libc.a': 500_000 }, isAutomatic: true },
  { name: 'libcc1-0', section: 'libs', files: { 'usr/lib/libcc1.so.0': 100_000 }, isAutomatic: true },
];
const service: DebianPackage = { name: 'nginx', section: 'httpd', files: bin('nginx', 1_400_000) };

async function warnings(files: readonly TestFile[], run: TestRun = {}): Promise<readonly string[]> {
  const findings = await judgeFiles(RULES, files, run);
  return findings
    .filter(({ severity }) => severity !== 'advice')
    .map(({ rule, packages, bytes }) => `${rule} ${bytes}: ${packages.join(' ')}`);
}

test('build-essential that was left in: each byte once, named by package, and the sums add up', async () => {
  const contents = await readStack([debianPackages(service), debianPackages(service, ...buildTools)], {
    baseLayerCount: 1,
  });
  const { findings, bytes, layers } = judgeImage(contents, RULES);
  const found = findings.filter(({ packages }) => packages.length > 0);
  expect(
    found.map(({ rule, packages, bytes: size, layer, origin }) => [rule, packages, size, layer, origin]),
  ).toEqual([
    ['compiler', ['gcc-12', 'cpp-12', 'binutils', 'g++'], 2_702_000, 1, 'yours'],
    ['development-package', ['libgcc-12-dev', 'libc6-dev', 'make', 'build-essential'], 1_501_000, 1, 'yours'],
  ]);
  expect(found[0]!.message).toBe('compilers and linkers: gcc-12, cpp-12, binutils and 1 more');
  expect(found[0]!.because).toBe('provides c-compiler, reviewed list');
  expect(bytes.neededBytes + bytes.ballastBytes).toBe(bytes.entryBytes);
  expect(bytes.ballastByCause).toMatchObject({ compiler: 2_702_000, 'development-package': 1_501_000 });
  for (const layer of layers) expect(layer.neededBytes + layer.ballastBytes).toBe(layer.entryBytes);
});

test('packages that the base image brings are inherited', async () => {
  const vim: DebianPackage = { name: 'vim', section: 'editors', files: bin('vim.basic', 3_000_000) };
  const contents = await readStack([debianPackages(vim), [file('srv/app', 'x')]], { baseLayerCount: 1 });
  const { findings, bytes } = judgeImage(contents, RULES);
  expect(findings.find(({ rule }) => rule === 'editor')).toMatchObject({ origin: 'inherited', layer: 0 });
  expect(bytes.ballastByOrigin.yours).toBe(0);
});

test('a development image has no such finding', async () => {
  expect(await warnings(debianPackages(service, ...buildTools), { profile: 'development' })).toEqual([]);
});

describe('what stays', () => {
  const varnish: DebianPackage = {
    name: 'varnish',
    section: 'web',
    ...depends('gcc-12'),
    files: bin('varnishd', 1),
  };

  it('is what something that serves depends on, and what that needs', async () => {
    const found = await warnings(debianPackages(varnish, ...buildTools));
    // gcc-12 leads to cpp-12, binutils and libgcc-12-dev; nothing that serves leads to the others.
    expect(found).toEqual([
      'development-package 901000: libc6-dev make build-essential',
      'compiler 2000: g++',
    ]);
  });

  it('is not what is only recommended', async () => {
    const pip: DebianPackage = {
      name: 'varnish',
      section: 'web',
      fields: { Recommends: 'build-essential' },
      files: bin('varnishd', 1),
    };
    const found = await warnings(
      debianPackages(pip, { ...buildTools[0]!, isAutomatic: true }, ...buildTools.slice(1)),
    );
    expect(found.map((line) => line.split(' ')[0])).toEqual(['compiler', 'development-package']);
  });

  it('is what the container runs, through symlinks and shells, and what that needs', async () => {
    const git: DebianPackage = {
      name: 'git',
      section: 'vcs',
      ...depends('git-man'),
      files: bin('git', 3_000_000),
    };
    const files = debianPackages(git, service);
    expect(await warnings(files)).toEqual(['version-control 3000000: git']);
    expect(await warnings(files, { command: ['git', 'daemon', '--export-all'] })).toEqual([]);
    expect(await warnings(files, { command: ['/bin/sh', '-c', 'exec git daemon'] })).toEqual([]);
    const linked = [
      ...files,
      symlink('etc/alternatives/vcs', '/usr/bin/git'),
      symlink('usr/bin/vcs', '/etc/alternatives/vcs'),
    ];
    expect(await warnings(linked, { command: ['vcs'] })).toEqual([]);
    expect(await warnings(files, { command: ['nginx'] })).toEqual(['version-control 3000000: git']);
    const [, gpp, gcc, ...rest] = buildTools;
    const compiled = debianPackages(
      gpp!,
      gcc!,
      ...rest.filter(({ name }) => name !== 'make' && name !== 'libc6-dev'),
    );
    expect(await warnings(compiled, { command: ['g++', '-v'] })).toEqual([]);
  });

  it('is a tool without a package that the container runs', async () => {
    const go = [
      file('usr/local/go/bin/go', HEADS.elfExecutable),
      file('usr/local/go/pkg/tool/compile', HEADS.elfShared),
    ];
    expect(await warnings(go)).toEqual(['compiler 128: go']);
    expect(
      await warnings(go, { command: ['go', 'run', '.'], env: { PATH: '/usr/local/go/bin:/usr/bin' } }),
    ).toEqual([]);
  });

  it('is what npm run dev may use', async () => {
    const json = (path: string, value: unknown) => file(path, JSON.stringify(value));
    const app = [
      json('app/package.json', { name: 'app', devDependencies: { webpack: '1' } }),
      json('app/node_modules/webpack/package.json', { name: 'webpack', version: '1.0.0' }),
      file('app/node_modules/webpack/lib/index.js', Buffer.alloc(700_000, 'w')),
    ];
    expect(await warnings(app, { command: ['node', 'server.js'] })).toEqual([
      expect.stringMatching(/^development-package 700\d+: webpack$/),
    ]);
    expect(await warnings(app, { command: ['npm', 'run', 'dev'] })).toEqual([]);
  });
});

describe('well-made production images with their package databases have nothing above advice', () => {
  const some = (section: string, names: string): readonly DebianPackage[] =>
    names
      .split(' ')
      .map((name) => ({ name, section, files: { [`usr/share/${name}/data`]: 2_000_000 + name.length } }));
  const debian = [
    ...some('admin', 'adduser apt base-passwd debconf dpkg login passwd util-linux mount tzdata'),
    ...some('libs', 'gcc-12-base libc6 libgcc-s1 libstdc++6 libacl1 libapt-pkg6.0 libgnutls30 libsystemd0'),
    ...some('utils', 'bash coreutils findutils gzip sed tar debianutils diffutils gpgv'),
    ...some('perl', 'perl-base'),
    ...some('misc', 'ca-certificates netbase'),
  ];

  it.each<readonly [string, readonly DebianPackage[], string]>([
    ['a slim Debian with an application', debian, '/app'],
    [
      'a slim Python',
      [...debian, ...some('libs', 'libsqlite3-0 libffi8 libexpat1 libuuid1 libreadline8')],
      'python3',
    ],
    ['a slim Node.js', debian, 'node'],
    ['a distroless one', [...some('libs', 'libc6 libssl3'), ...some('admin', 'tzdata base-files')], '/app'],
    [
      'an nginx',
      [...debian, ...some('httpd', 'nginx'), ...some('web', 'curl'), ...some('utils', 'gettext-base')],
      'nginx',
    ],
  ])('%s', async (_name, packages, command) => {
    expect(await warnings(debianPackages(...packages), { command: [command] })).toEqual([]);
  });
});
