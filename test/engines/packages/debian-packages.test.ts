// The databases of real Debian roots: what our readers give against what dpkg, apt and syft say of the same root.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExtendedStates } from '../../../src/contents/packages/apt/apt-extended-states.ts';
import { installsRecommends } from '../../../src/contents/packages/apt/apt-settings.ts';
import { readAlternative } from '../../../src/contents/packages/dpkg/dpkg-alternatives.ts';
import { readDiversions } from '../../../src/contents/packages/dpkg/dpkg-diversions.ts';
import { readDpkgList, readDpkgMd5sums } from '../../../src/contents/packages/dpkg/dpkg-info.ts';
import { dpkgStatus } from '../../../src/contents/packages/dpkg/dpkg-status.ts';
import { dpkgStatusFolder } from '../../../src/contents/packages/dpkg/dpkg-status-folder.ts';
import { readOsRelease } from '../../../src/contents/packages/os-release.ts';
import type { PackageRecord } from '../../../src/contents/packages/package-record.ts';
import type { RecordParser } from '../../../src/contents/packages/record-parser.ts';
import { makeSystemPurl } from '../../../src/contents/packages/system-purl.ts';
import { canRun } from '../run-program.ts';
import {
  type AskedPackage,
  askAlternative,
  askDiversions,
  askPackages,
  askPaths,
  chooseFields,
} from './ask-dpkg.ts';
import { askSyft, asOurs } from './ask-syft.ts';
import { changeRoot, inRoot, makeRoot, makeWorkFolder } from './debian-roots.ts';

const canMake = canRun('mmdebstrap', ['--version'], () => true);
const hasSyft = canRun('syft', ['version'], () => true);

/** What a later layer does: upgrades, an installation, a removal that leaves configuration, marks, diversions, a setting. */
const LATER_LAYER = `
  echo "deb http://deb.debian.org/debian-security bookworm-security main" >> /etc/apt/sources.list
  echo 'APT { Install-Recommends "0"; };' > /etc/apt/apt.conf.d/99lean
  apt-get update -q
  apt-get -qy upgrade
  apt-get -qy install vim-tiny less logrotate gcc-12-base ca-certificates
  apt-get -qy remove logrotate
  apt-mark auto less
  dpkg-divert --local --rename --divert /usr/bin/lesspipe.real --add /usr/bin/lesspipe
  echo 'tzdata deinstall' | dpkg --set-selections
  apt-get clean
`;

const present = (content: Uint8Array, parser: RecordParser, path: string): readonly PackageRecord[] => {
  const parsed = parser.parse(content, path);
  if (parsed?.kind !== 'packages') throw new Error(`${path} was not read`);
  return parsed.packages;
};
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

/** A record with its source as dpkg-query shows it, and those fields only that were asked for. */
const asAsked = (record: PackageRecord): AskedPackage => ({
  name: record.name,
  version: record.version,
  architecture: record.architecture,
  source: record.source || record.name,
  sourceVersion: record.sourceVersion || record.version,
  claimedBytes: record.claimedBytes,
  fields: chooseFields((field) => record.fields[field]),
});

describe.runIf(canMake)('roots of Debian', () => {
  let work: Awaited<ReturnType<typeof makeWorkFolder>>;
  const roots: Record<string, string> = {};
  const NAMES = ['minbase', 'changed', 'slim'];

  beforeAll(async () => {
    work = await makeWorkFolder();
    // Beside the roots of other tests, where they are kept together.
    const folderOf = (name: string): string => join(work.path, `packages-${name}`);
    roots['minbase'] = await makeRoot(folderOf('minbase'), ['--include=tzdata']);
    roots['changed'] = await changeRoot(roots['minbase'], folderOf('changed'), LATER_LAYER);
    roots['slim'] = await makeRoot(folderOf('slim'), [
      '--include=python3-minimal',
      '--dpkgopt=path-exclude=/usr/share/doc/*',
      '--dpkgopt=path-exclude=/usr/share/man/*',
    ]);
  }, 1_800_000);
  afterAll(() => work?.remove());

  const read = (root: string, path: string): Buffer => readFileSync(join(roots[root]!, path));
  const statusOf = (root: string): readonly PackageRecord[] =>
    present(read(root, 'var/lib/dpkg/status'), dpkgStatus, 'var/lib/dpkg/status');

  test.each(NAMES)('%s: packages and their fields are those of dpkg', async (root) => {
    const asked = await askPackages(roots[root]!);
    process.stdout.write(`\n${root}: ${asked.length} packages by dpkg\n`);
    expect(asked.length).toBeGreaterThan(60);
    expect(statusOf(root).map(asAsked).sort(byName)).toEqual([...asked].sort(byName));
  });

  test.each(NAMES)('%s: lists of paths are those of dpkg', async (root) => {
    const info = join(roots[root]!, 'var/lib/dpkg/info');
    let paths = 0;
    for (const { name, architecture } of statusOf(root)) {
      const file = [`${name}.list`, `${name}:${architecture}.list`].find((it) => existsSync(join(info, it)))!;
      const listed = text(readDpkgList(readFileSync(join(info, file))))
        .split('\n')
        .filter((path) => path !== '');
      expect(listed, name).toEqual(await askPaths(roots[root]!, `${name}:${architecture}`));
      paths += listed.length;
      const sums = join(info, file.replace(/list$/, 'md5sums'));
      if (!existsSync(sums)) continue;
      const summed = text(readDpkgMd5sums(readFileSync(sums)))
        .split('\n')
        .filter((path) => path !== '');
      const known = new Set(listed);
      // What path-exclude keeps out is in the checksums all the same.
      if (root !== 'slim')
        expect(
          summed.filter((path) => !known.has(path)),
          name,
        ).toEqual([]);
    }
    process.stdout.write(`\n${root}: ${paths} paths\n`);
    expect(paths).toBeGreaterThan(1000);
  });

  test.each(NAMES)('%s: diversions, alternatives, marks and the setting', async (root) => {
    const folder = roots[root]!;
    expect(readDiversions(read(root, 'var/lib/dpkg/diversions'))).toEqual(await askDiversions(folder));
    for (const name of readdirSync(join(folder, 'var/lib/dpkg/alternatives')))
      expect(readAlternative(read(root, `var/lib/dpkg/alternatives/${name}`), name), name).toEqual(
        await askAlternative(folder, name),
      );
    const states = join(folder, 'var/lib/apt/extended_states');
    const marked = existsSync(states) ? readExtendedStates(readFileSync(states)).map(({ name }) => name) : [];
    const automatic = (await inRoot(folder, 'apt-mark', 'showauto'))
      .split('\n')
      .filter((name) => name !== '');
    const there = new Set(statusOf(root).map(({ name }) => name));
    expect(marked.filter((name) => there.has(name)).sort()).toEqual(
      automatic.map((name) => name.split(':')[0]!).sort(),
    );
    const settings = join(folder, 'etc/apt/apt.conf.d');
    const texts = readdirSync(settings)
      .sort()
      .map((name) => readFileSync(join(settings, name)));
    const dump = await inRoot(folder, 'apt-config', 'dump', '--format=%v', 'APT::Install-Recommends');
    expect(installsRecommends(texts)).toBe(dump !== '0' && dump !== 'false');
    expect(installsRecommends(texts)).toBe(root !== 'changed');
  });

  test.runIf(hasSyft).each(NAMES)('%s: syft lists the same with the same package URLs', async (root) => {
    const distribution = readOsRelease(read(root, 'usr/lib/os-release'));
    const syft = (await askSyft(`dir:${roots[root]}`)).filter(({ type }) => type === 'deb');
    const ours = statusOf(root)
      // syft leaves out what is selected for removal, though it is there.
      .filter(({ name }) => root !== 'changed' || name !== 'tzdata')
      .map((record) => makeSystemPurl(record, distribution));
    expect(ours.sort()).toEqual(syft.map(({ purl }) => asOurs(purl, distribution.versionId)).sort());
    expect(statusOf('changed').some(({ name }) => name === 'tzdata')).toBe(true);
  });

  test.runIf(hasSyft)('the same packages as distroless keeps them, against dpkg and syft', async () => {
    const folder = join(work.path, 'distroless');
    const status = join(folder, 'var/lib/dpkg/status.d');
    for (const it of [status, join(folder, 'etc')]) await mkdir(it, { recursive: true });
    await writeFile(join(folder, 'etc/os-release'), read('minbase', 'usr/lib/os-release'));
    const found: PackageRecord[] = [];
    for (const stanza of read('minbase', 'var/lib/dpkg/status').toString().trim().split('\n\n')) {
      const control = stanza.replace(/^Status: .*\n/m, '');
      const name = /^Package: (.*)$/m.exec(control)![1]!;
      await writeFile(join(status, name), `${control}\n`);
      found.push(...present(Buffer.from(control), dpkgStatusFolder, `var/lib/dpkg/status.d/${name}`));
    }
    expect(found.map(asAsked).sort(byName)).toEqual([...(await askPackages(roots['minbase']!))].sort(byName));
    const distribution = readOsRelease(read('minbase', 'usr/lib/os-release'));
    const syft = (await askSyft(`dir:${folder}`)).filter(({ type }) => type === 'deb');
    expect(found.map((record) => makeSystemPurl(record, distribution)).sort()).toEqual(
      syft.map(({ purl }) => asOurs(purl, distribution.versionId)).sort(),
    );
  });
});
