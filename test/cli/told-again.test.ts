// The built program says the same of an image whether it reads it or tells again what it said before, in every format and
// from every place (engines: `engine-reports.test.ts`).
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { packModernSave } from '../support/docker-archives.ts';
import {
  makeImage,
  makeLayer,
  makeTemporaryFolder,
  packLayout,
  packTar,
  toMembers,
  writeTree,
} from '../support/image-files.ts';
import { holdImage, REPOSITORY, startRegistry } from '../support/registry-server.ts';
import { runProgram } from './run-program.ts';

const IMAGE = makeImage({
  layers: [
    makeLayer({ 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n', 'tmp/left': 'left '.repeat(50_000) }),
    makeLayer({
      'var/lib/dpkg/status': 'Package: gcc\nStatus: install ok installed\nArchitecture: amd64\nVersion: 12\n',
      'root/.cache/pip/http/x': 'cached '.repeat(90_000),
      'root/.cache/pip/http/y': 'small',
    }),
  ],
  config: { history: [{ created_by: 'ADD rootfs.tar / # buildkit' }, { created_by: 'RUN pip install x' }] },
});
const RELABELLED = makeImage({ layers: IMAGE.layers, config: { config: { Labels: { a: 'b' } } } });

const folder = makeTemporaryFolder();
const write = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const registry = await startRegistry(holdImage(IMAGE));
const layout = writeTree(join(folder, 'layout'), packLayout([IMAGE]));
const PLACES: readonly (readonly [string, string])[] = [
  ['an OCI layout', `oci:${layout}`],
  ['an OCI archive', `oci-archive:${write('oci.tar', packTar(toMembers(packLayout([IMAGE]))))}`],
  ['an archive of docker save', `docker-archive:${write('save.tar', packTar(packModernSave(IMAGE)))}`],
  ['a compressed one', `docker-archive:${write('save.tar.gz', gzipSync(packTar(packModernSave(IMAGE))))}`],
  ['a registry', `docker://${registry.host}/${REPOSITORY}`],
];

const findCache = (home: string): string => {
  const versions = readdirSync(join(home, 'plimsoll'));
  expect(versions).toHaveLength(1);
  return join(home, 'plimsoll', versions[0]!);
};

/** Runs `plimsoll image` with one cache, where no layer's facts are left of the run before. */
function withCache(cwd = folder): {
  readonly run: (name: string, ...more: string[]) => Promise<string>;
  /** Whether the last run read the image or its layers' facts. */
  readonly hasRead: () => boolean;
  readonly home: string;
} {
  const home = makeTemporaryFolder();
  const facts = (): string => join(findCache(home), 'facts');
  const run = async (name: string, ...more: string[]): Promise<string> => {
    if (existsSync(join(home, 'plimsoll'))) rmSync(facts(), { recursive: true, force: true });
    const args = ['image', name, '--fail-on', 'never', '--platform', 'linux/amd64', ...more];
    const { stdout, stderr, exitCode } = await runProgram(args, { cwd, env: { XDG_CACHE_HOME: home } });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringMatching(/^$|is unpacked/) });
    return stdout;
  };
  return { run, hasRead: () => existsSync(facts()), home };
}

describe.each(PLACES)('%s', (_, name) => {
  test('has the same report the second time, without its layers', async () => {
    for (const format of ['text', 'json']) {
      const { run, hasRead } = withCache();
      const first = await run(name, '--format', format);
      expect(hasRead()).toBe(true);
      expect(first).toContain('gcc');
      expect(await run(name, '--format', format)).toBe(first);
      expect(hasRead()).toBe(false);
      expect(await run(name, '--format', format, '--no-cache')).toBe(first);
      expect(hasRead()).toBe(false);
      expect(await run(name, '--format', format, '--verify')).toBe(first);
      expect(hasRead()).toBe(true);
    }
  });
});

describe('an image is read again where anything of it is new', () => {
  const name = `oci:${layout}`;
  const fresh = async (cwd: string, ...more: string[]): Promise<string> => withCache(cwd).run(name, ...more);

  test.each([
    ['--all', ['--all']],
    ['the profile', ['--profile', 'development']],
    [
      'the base',
      [
        '--base',
        `oci:${writeTree(join(folder, 'base'), packLayout([makeImage({ layers: [IMAGE.layers[0]!] })]))}`,
      ],
    ],
  ])('%s', async (_, more) => {
    const { run, hasRead } = withCache();
    await run(name, '--format', 'json');
    const changed = await run(name, '--format', 'json', ...more);
    expect(hasRead()).toBe(true);
    expect(changed).toBe(await fresh(folder, '--format', 'json', ...more));
    expect(await run(name, '--format', 'json', ...more)).toBe(changed);
    expect(hasRead()).toBe(false);
  });

  test('the config, while the layers are the same files', async () => {
    const place = writeTree(join(makeTemporaryFolder(), 'layout'), packLayout([IMAGE]));
    const { run, hasRead } = withCache();
    const first = await run(`oci:${place}`, '--format', 'json');
    writeTree(place, packLayout([RELABELLED]));
    const second = await run(`oci:${place}`, '--format', 'json');
    expect(second).not.toBe(first);
    expect(second).toContain(RELABELLED.manifestDigest);
    expect(hasRead()).toBe(true);
  });
});

test('ignores, budgets and names are applied to what is told again', async () => {
  const name = `oci:${layout}`;
  const project = makeTemporaryFolder();
  const { run, hasRead } = withCache(project);
  const before = JSON.parse(await run(name, '--format', 'json'));
  for (const path of ['', '    path: root/.cache/pip/http/y\n']) {
    writeFileSync(join(project, 'plimsoll.yaml'), `ignore:\n  - rule: '*'\n${path}    reason: wanted\n`);
    const ignoring = await run(name, '--format', 'json');
    expect(ignoring).toBe(await withCache(project).run(name, '--format', 'json'));
    expect(JSON.parse(ignoring).bytes.ballastBytes).toBeLessThan(before.bytes.ballastBytes);
    expect(await run(name, '--format', 'json')).toBe(ignoring);
    expect(hasRead()).toBe(false);
  }
  rmSync(join(project, 'plimsoll.yaml'));
  const { exitCode } = await runProgram(['image', name, '--fail-on', 'never', '--max-size', '1kB'], {
    env: { XDG_CACHE_HOME: makeTemporaryFolder() },
  });
  expect(exitCode).toBe(1);
});

test('a cache whose blocks are damaged is as good as none', async () => {
  const { run, hasRead, home } = withCache();
  const first = await run(`oci:${layout}`);
  const blocks = join(findCache(home), 'blocks');
  for (const block of readdirSync(blocks)) {
    const bytes = readFileSync(join(blocks, block));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(join(blocks, block), bytes);
  }
  expect(await run(`oci:${layout}`)).toBe(first);
  expect(hasRead()).toBe(true);
});
