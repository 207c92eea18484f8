// apk's database as apk itself writes it, against what apk and syft say of it.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apkInstalled } from '../../../src/contents/packages/apk/apk-installed.ts';
import { readApkWorld } from '../../../src/contents/packages/apk/apk-world.ts';
import type { PackageRecord } from '../../../src/contents/packages/package-record.ts';
import { makeSystemPurl } from '../../../src/contents/packages/system-purl.ts';
import { pathsOf, readPackages } from '../../contents/packages/read-packages.ts';
import { canRun, must } from '../run-program.ts';
import { askSyft, asOurs } from './ask-syft.ts';
import { APK, hasApk, makeApk } from './make-apk.ts';

const hasSyft = canRun('syft', ['version'], () => true);

/** A package as `apk query --format json` shows it. */
interface QueriedPackage {
  readonly name: string;
  readonly version: string;
  readonly arch: string;
  readonly license?: string;
  readonly origin?: string;
  readonly maintainer?: string;
  readonly 'installed-size'?: number;
  readonly depends?: readonly string[];
  readonly provides?: readonly string[];
  readonly 'install-if'?: readonly string[];
  readonly contents?: readonly string[];
}

describe.runIf(hasApk())('a root of apk', () => {
  let work = '';
  const root = (): string => join(work, 'root');
  const apk = (...args: readonly string[]): Promise<string> =>
    must(APK, ['--root', root(), '--no-network', '--repositories-file', '/dev/null', ...args]);
  const records = (): readonly PackageRecord[] =>
    readPackages(apkInstalled, readFileSync(join(root(), 'lib/apk/db/installed')))!;

  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'plimsoll-apk-'));
    const files: string[] = [];
    for (let i = 0; i < 60; i++) files.push(await makeApk(work, i));
    const add = ['add', '--initdb', '--arch', 'x86_64', '--allow-untrusted', '--no-scripts'];
    await apk(...add, ...files.slice(0, 50));
    // A later layer: another version, further packages, some gone.
    await apk(...add, await makeApk(work, 3, '9.9-r1'), ...files.slice(50));
    await apk('del', 'package-17', 'package-40');
    await mkdir(join(root(), 'etc'), { recursive: true });
    await writeFile(join(root(), 'etc/os-release'), 'ID=alpine\nVERSION_ID=3.22.1\n');
  });
  afterAll(() => rm(work, { recursive: true, force: true }));

  test('packages and their paths are those of apk', async () => {
    const queried = JSON.parse(
      await apk('query', '--installed', '--fields', 'all', '--format', 'json', '*'),
    ) as readonly QueriedPackage[];
    expect(queried).toHaveLength(58);
    const words = (text: string | undefined): readonly string[] =>
      (text ?? '').split(' ').filter((it) => it !== '');
    const ours = records().map((record) => ({
      name: record.name,
      version: record.version,
      architecture: record.architecture,
      licence: record.licence,
      origin: record.fields['o'],
      maintainer: record.fields['m'],
      claimedBytes: record.claimedBytes,
      depends: words(record.fields['D']),
      provides: words(record.fields['p']),
      installIf: words(record.fields['i']),
      // apk lists no folders.
      files: pathsOf(record)
        .filter((path) => !isFolder(path))
        .sort(),
    }));
    const theirs = queried.map((it) => ({
      name: it.name,
      version: it.version,
      architecture: it.arch,
      licence: it.license,
      origin: it.origin,
      maintainer: it.maintainer,
      claimedBytes: it['installed-size'] ?? 0,
      depends: it.depends ?? [],
      provides: it.provides ?? [],
      installIf: it['install-if'] ?? [],
      files: [...(it.contents ?? [])].sort(),
    }));
    const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
    expect(ours.sort(byName)).toEqual(theirs.sort(byName));
  });

  test('folders are there, and `apk info -v` lists the same', async () => {
    const paths = records().flatMap(pathsOf);
    expect(paths.every((path) => existsSync(join(root(), path)))).toBe(true);
    expect(paths).toContain('var/empty-20');
    const listed = (await apk('info', '-v')).trim().split('\n').sort();
    expect(
      records()
        .map(({ name, version }) => `${name}-${version}`)
        .sort(),
    ).toEqual(listed);
  });

  test('what was asked for is what is left of it', () => {
    const world = readApkWorld(readFileSync(join(root(), 'etc/apk/world')));
    expect([...world].sort()).toEqual(
      records()
        .map(({ name }) => name)
        .sort(),
    );
  });

  test.runIf(hasSyft)('syft lists the same with the same package URLs', async () => {
    const distribution = { id: 'alpine', idLike: [], versionId: '3.22.1', codename: '' };
    const syft = (await askSyft(`dir:${root()}`)).filter(({ type }) => type === 'apk');
    expect(
      records()
        .map((record) => makeSystemPurl(record, distribution))
        .sort(),
    ).toEqual(syft.map(({ purl }) => asOurs(purl, distribution.versionId)).sort());
  });

  function isFolder(path: string): boolean {
    return /^(?:bin|var(?:\/empty-\d+)?|usr|usr\/lib|usr\/lib\/package-\d+)$/.test(path);
  }
});
