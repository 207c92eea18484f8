// ELF facts against binutils' readelf, Go's own `go version -m` and rust-audit-info: on all ELF files of this machine, and on
// programs that are built here in the ways that put things at other places.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { canRun } from '../run-program.ts';
import { type CapturedFile, captureFile } from './capture-file.ts';
import { readWithReadelf } from './read-with-readelf.ts';

const ROOTS = ['/usr/bin', '/usr/sbin', '/usr/lib', '/usr/libexec', '/usr/local/bin', '/usr/local/go/bin'];
const BATCH = 100;
const DYNAMIC_TEXTS: readonly string[] = ['needed', 'soname', 'rpath', 'runpath'];
/** Only files as large as this may have a part that passed unread. */
const GIANT_BYTES = 256 * 2 ** 20;
const SAYS_SOMETHING = (output: string): boolean => output !== '';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-elf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All ELF files below the roots, each with its facts. */
function captureMachine(): ReadonlyMap<string, CapturedFile> {
  const captured = new Map<string, CapturedFile>();
  for (const root of ROOTS)
    for (const path of listFiles(root)) {
      const file = captureFile(path);
      if (file !== undefined) captured.set(path, file);
    }
  return captured;
}

function listFiles(root: string): readonly string[] {
  let items: ReturnType<typeof readItems>;
  try {
    items = readItems(root);
  } catch {
    return [];
  }
  return items.flatMap((item) => {
    const path = join(root, item.name);
    if (item.isDirectory()) return listFiles(path);
    return item.isFile() ? [path] : [];
  });
}

function readItems(root: string) {
  return readdirSync(root, { withFileTypes: true });
}

/** Runs a program that must succeed. */
function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): string {
  const options = { cwd, encoding: 'utf8', maxBuffer: 2 ** 30, env: { ...process.env, ...env } } as const;
  const { status, stdout, stderr } = spawnSync(program, args, options);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

function report(text: string): void {
  process.stderr.write(`\n${text}\n`);
}

describe.runIf(canRun('readelf', ['--version'], (output) => output.includes('GNU readelf')))(
  'readelf',
  () => {
    test('says the same of all ELF files of this machine', () => {
      const captured = captureMachine();
      const paths = [...captured.keys()];
      const others: string[] = [];
      for (let i = 0; i < paths.length; i += BATCH) {
        const batch = paths.slice(i, i + BATCH);
        // With one file alone, readelf does not say which.
        const theirs = readWithReadelf([...batch, '/dev/null']);
        for (const path of batch) {
          const their = theirs.get(path);
          const our = captured.get(path)!.facts;
          const isUnread = (key: string): boolean =>
            our.unread.includes('dynamic strings') && DYNAMIC_TEXTS.includes(key);
          const differing = Object.entries(their ?? { missing: 1 }).filter(
            ([key, value]) =>
              !isUnread(key) && JSON.stringify(value) !== JSON.stringify(our[key as keyof typeof our]),
          );
          if (differing.length > 0) others.push(`${path}: ${JSON.stringify(Object.fromEntries(differing))}`);
        }
      }
      const [sizeBytes, capturedBytes] = (['sizeBytes', 'capturedBytes'] as const).map((key) =>
        [...captured.values()].reduce((sum, file) => sum + file[key], 0),
      );
      const unread = [...captured].filter(([, { facts }]) => facts.unread.length > 0);
      report(
        `readelf agrees on ${paths.length - others.length} of ${paths.length} ELF files (${sizeBytes} bytes, of which ` +
          `${capturedBytes} were kept); of ${unread.length} something is unread`,
      );
      expect(paths.length).toBeGreaterThan(100);
      expect(others).toEqual([]);
      // Dynamic strings beyond the first 8 MiB pass before they are asked for, and are said to be unread.
      const unexplained = unread.filter(
        ([, { facts, sizeBytes }]) =>
          sizeBytes < GIANT_BYTES || facts.unread.some((part) => part !== 'dynamic strings'),
      );
      expect(unexplained.map(([path, { facts }]) => `${path}: ${facts.unread}`)).toEqual([]);
    });
  },
);

/** `name@version` of all that `go version -m` names, in its order, by file. */
function readWithGo(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>();
  const { stdout } = spawnSync('go', ['version', '-m', ...paths], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  let names: string[] = [];
  let stdlib = '';
  let replaced = '';
  let program = '';
  let unreleased = 0;
  const end = (): void => {
    // Where no main module is stated, it is the one dependency that was never released, or else the package itself.
    const isStated = names.some((name) => name.startsWith('main '));
    if (!isStated && program !== '' && unreleased !== 1) names.push(`main ${program}@`);
    if (stdlib !== '') names.push(`stdlib@${stdlib}`);
  };
  for (const line of stdout.split('\n')) {
    const [, path, version] = /^(\/.*): go(\S+)/.exec(line) ?? [];
    const [, word, name = '', given = ''] = line.split('\t');
    const number = given === '(devel)' ? '' : given;
    if (path !== undefined) {
      end();
      [names, stdlib, program, unreleased] = [[], version!, '', 0];
      files.set(path, names);
    } else if (word === 'path') program = name;
    else if (word === 'mod') names.push(`main ${name}@${number}`);
    else if (word === 'dep') {
      names.push(`${name}@${number}`);
      replaced = name;
      if (given === '(devel)') unreleased++;
    } else if (word === '=>') names.splice(-1, 1, `${name.startsWith('.') ? replaced : name}@${number}`);
  }
  end();
  return files;
}

const GO_MODES: Readonly<Record<string, readonly [flags: readonly string[], env: NodeJS.ProcessEnv]>> = {
  plain: [[], {}],
  static: [[], { CGO_ENABLED: '0' }],
  stripped: [['-ldflags=-s -w'], {}],
  pie: [['-buildmode=pie'], {}],
  'pie-stripped': [['-buildmode=pie', '-ldflags=-s -w'], {}],
  external: [['-ldflags=-linkmode=external'], {}],
  'external-pie': [['-buildmode=pie', '-ldflags=-linkmode=external'], {}],
  'no-build-id': [['-ldflags=-buildid='], {}],
  'external-no-build-id': [['-ldflags=-buildid= -linkmode=external'], {}],
  shared: [['-buildmode=c-shared'], {}],
  ...Object.fromEntries(
    [
      '386',
      'arm',
      'arm64',
      'loong64',
      'mips',
      'mips64',
      'mipsle',
      'ppc64',
      'ppc64le',
      'riscv64',
      's390x',
    ].map((GOARCH) => [GOARCH, [[], { GOARCH, CGO_ENABLED: '0' }]] as const),
  ),
};

describe.runIf(canRun('go', ['version'], (output) => output.includes('go version')))('go version -m', () => {
  const expectSame = (paths: readonly string[]): void => {
    const theirs = readWithGo(paths);
    const differing = paths.flatMap((path) => {
      const packages = captureFile(path)!.facts.packages.filter(({ type }) => type === 'golang');
      const ours = packages.map(({ name, version }) => `${name}@${version}`).sort();
      const their = (theirs.get(path) ?? []).map((name) => name.replace(/^main /, '')).sort();
      return JSON.stringify(ours) === JSON.stringify(their) ? [] : [`${path}: ${ours} but ${their}`];
    });
    report(
      `go version -m agrees on ${paths.length - differing.length} of ${paths.length} files, ${theirs.size} of Go`,
    );
    expect(differing).toEqual([]);
  };

  test('says the same of all ELF files of this machine', () => {
    expectSame([...captureMachine().keys()]);
  });

  test('says the same of programs built in all ways', () => {
    const root = join(folder, 'go');
    write(root, {
      'go.mod':
        'module example.org/app\n\ngo 1.22\n\nrequire (\n\texample.org/a v1.2.3\n\texample.org/b v0.0.0\n)\n' +
        'replace example.org/a => ./a\nreplace example.org/b => ./b\n',
      'a/go.mod': 'module example.org/a\n',
      'a/a.go': 'package a\n\nfunc N() int { return 1 }\n',
      'b/go.mod': 'module example.org/b\n',
      'b/b.go': 'package b\n\nfunc N() int { return 2 }\n',
      'main.go':
        'package main\n\nimport (\n\t"fmt"\n\t"os/user"\n\n\t"example.org/a"\n\t"example.org/b"\n)\n\n' +
        'func main() { u, _ := user.Current(); fmt.Println(a.N(), b.N(), u) }\n',
    });
    const built: string[] = [];
    for (const [mode, [flags, env]] of Object.entries(GO_MODES)) {
      const path = join(folder, `go-${mode}`);
      run('go', ['build', ...flags, '-o', path, '.'], root, { GOFLAGS: '-mod=mod', ...env });
      built.push(path);
    }
    for (const mode of ['plain', 'external', 'external-pie']) {
      const path = join(folder, `go-${mode}-by-strip`);
      run('strip', ['-o', path, join(folder, `go-${mode}`)], root);
      built.push(path);
    }
    expectSame(built);
    for (const path of built) expect(captureFile(path)!.facts.packages).toHaveLength(4);
  });
});

const RUST_MODES: Readonly<Record<string, readonly [flags: readonly string[], rustFlags: string]>> = {
  debug: [[], ''],
  release: [['--release'], ''],
  stripped: [['--release'], '-Cstrip=symbols'],
  static: [['--release'], '-Ctarget-feature=+crt-static'],
  bfd: [['--release'], '-Clink-arg=-fuse-ld=bfd'],
  gold: [['--release'], '-Clink-arg=-fuse-ld=gold'],
  'no-pie': [['--release'], '-Crelocation-model=static'],
};

const hasRust =
  canRun('cargo', ['auditable', '--version'], SAYS_SOMETHING) &&
  canRun('which', ['rust-audit-info'], SAYS_SOMETHING);

describe.runIf(hasRust)('rust-audit-info', () => {
  test.each(Object.entries(RUST_MODES))(
    'says the same of a program built as %s',
    (mode, [flags, rustFlags]) => {
      const root = join(folder, 'rust');
      const crate = (name: string, rest = ''): string =>
        `[package]\nname = "${name}"\nversion = "1.2.3"\nedition = "2021"\n${rest}`;
      write(root, {
        'Cargo.toml': crate(
          'app',
          '[dependencies]\na = { path = "a" }\nb = { path = "b" }\n[build-dependencies]\nc = { path = "c" }\n',
        ),
        'build.rs': 'fn main() { c::n(); }\n',
        'src/main.rs': 'fn main() { println!("{}", a::n() + b::n()); }\n',
        ...Object.fromEntries(
          ['a', 'b', 'c'].flatMap((name) => [
            [`${name}/Cargo.toml`, crate(name)],
            [`${name}/src/lib.rs`, 'pub fn n() -> u32 { 1 }\n'],
          ]),
        ),
      });
      const target = join(folder, `rust-${mode}`);
      run('cargo', ['auditable', 'build', ...flags, '--target-dir', target], root, { RUSTFLAGS: rustFlags });
      const path = join(target, flags.length === 0 ? 'debug' : 'release', 'app');
      const audit = JSON.parse(run('rust-audit-info', [path], root)) as {
        packages: readonly { name: string; version: string; kind?: string }[];
      };
      const theirs = audit.packages.filter(({ kind }) => kind !== 'build');
      const { packages, unread } = captureFile(path)!.facts;
      const namesOf = (list: readonly { name: string; version: string }[]): readonly string[] =>
        list.map(({ name, version }) => `${name}@${version}`);
      expect(namesOf(packages)).toEqual(namesOf(theirs));
      expect(packages).toHaveLength(3);
      expect(unread).toEqual([]);
    },
  );
});
