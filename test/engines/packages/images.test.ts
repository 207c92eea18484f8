// Package lists of real images, from the engine and from an archive, against dpkg, rpm and apk in the image's own files and
// against syft: the same packages with the same URLs, the layers that brought them, the bytes of their files, whose files are
// whose. Needs root, Docker with BuildKit and overlay2, syft; building needs the archives of Debian, npm, PyPI and Maven.
//
//   PLIMSOLL_REBUILD_IMAGES=1   builds the images again, though the engine has them
//   PLIMSOLL_APK                apk-tools 3 where it is not installed
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SYSTEM_TYPES } from '../../../src/contents/packages/make-purl.ts';
import type { PackageSummary } from '../../../src/contents/packages/package-summary.ts';
import { DOCKER } from '../docker-overlay2.ts';
import { canRun, must } from '../run-program.ts';
import { askSyft, asOurs, SYFT, type SyftPackage } from './ask-syft.ts';
import { buildImages, nameImage } from './build-images.ts';
import { explain } from './explain-difference.ts';
import { followPackages, tell } from './follow-packages.ts';
import { IMAGES, NEEDS } from './image-cases.ts';
import { findLayer, listLanguageFiles } from './language-files.ts';
import { type LayeredRoot, mountImage } from './layered-root.ts';
import { readOwners } from './read-owners.ts';
import type { RootFiles } from './root-files.ts';
import { distrolessOracle, SYSTEM_ORACLES, type SystemOracle } from './system-oracles.ts';

/** A report of the built program, as far as it is compared. */
interface Report {
  readonly layers: readonly unknown[];
  readonly distribution: { readonly versionId: string };
  readonly packages: readonly PackageSummary[];
  readonly unreadMetadata: readonly unknown[];
}

const PROGRAM = join(import.meta.dirname, '../../../dist/cli/main.js');

const canBuild =
  canRun(DOCKER, ['info', '--format', '{{.Driver}}'], (output) => output.trim() === 'overlay2') &&
  canRun(SYFT, ['version'], () => true);
const targets = canBuild ? Object.keys(IMAGES).filter((target) => NEEDS[target]?.() ?? true) : [];

describe.runIf(canBuild)('real images', () => {
  beforeAll(async () => {
    if (!existsSync(PROGRAM)) throw new Error(`no ${PROGRAM}: npm run build makes it`);
    await buildImages([...targets, 'debs']);
  }, 1_800_000);

  describe.each(targets)('%s', (target) => {
    const image = nameImage(target);
    let work = '';
    let archive = '';
    let report: Report;
    let engineReport: Report;
    let mounted: LayeredRoot;
    let debs: LayeredRoot | undefined;
    let oracles: readonly SystemOracle[];
    let listed: readonly SyftPackage[];
    const folders = new Set<string>();
    const nested = new Set<string>();
    const top = (): RootFiles => mounted.roots.at(-1)!;
    const installed = (): readonly PackageSummary[] =>
      report.packages.filter(({ state }) => state === 'installed');

    /** The files of a language package, with syft's word on which packages there are. */
    const filesOf = (item: PackageSummary, root: RootFiles): readonly string[] => {
      // What is in an archive of an archive has no file of its own.
      return nested.has(`${item.purl} ${item.metadataPath}`) ? [] : listLanguageFiles(item, root, folders);
    };

    beforeAll(async () => {
      work = mkdtempSync(join(tmpdir(), `plimsoll-image-${target}-`));
      archive = join(work, 'archive.tar');
      mounted = await mountImage(image);
      if (target === 'distroless') debs = await mountImage(nameImage('debs'));
      const all = debs === undefined ? SYSTEM_ORACLES : [distrolessOracle(debs.roots.at(-1)!)];
      oracles = all.filter(({ databasePath }) => top().stat(databasePath) !== undefined);
      await must(DOCKER, ['save', '--output', archive, image]);
      [report, listed, engineReport] = await Promise.all([
        readReport(`docker-archive:${archive}`),
        askSyft(`docker-archive:${archive}`),
        readReport(`docker-daemon:${image}`),
      ]);
      for (const { type, purl, isNested, paths } of listed) {
        if (type === 'npm') for (const path of paths) folders.add(dirname(path));
        if (isNested) nested.add(`${purl} ${paths[0]}`);
      }
      for (const { purl, isNested, paths } of listed) if (!isNested) nested.delete(`${purl} ${paths[0]}`);
    }, 600_000);
    afterAll(async () => {
      await mounted?.unmount();
      await debs?.unmount();
      rmSync(work, { recursive: true, force: true });
    });

    test('the engine and an archive give the same list, and everything was read', () => {
      const { layers, packages, unreadMetadata } = engineReport;
      expect(packages).toEqual(report.packages);
      expect(unreadMetadata).toEqual([]);
      expect(layers).toHaveLength(IMAGES[target]!.layers);
      expect(mounted.layers).toHaveLength(layers.length);
    });

    test('packages, their layers and bytes are those of the package manager, removed ones too', async () => {
      let compared = 0;
      for (const oracle of oracles) {
        const expected = await followPackages(oracle, mounted.roots);
        const ours = report.packages.filter(({ type }) => type === oracle.type).map(tell);
        expect(ours.sort()).toEqual([...expected].sort());
        compared += ours.length;
      }
      print(target, `${compared} packages of the system agree with their manager, with layers and bytes`);
      expect(compared > 0).toBe(oracles.length > 0);
    });

    test('language packages: bytes and layers are those of the real files, of removed ones too', () => {
      const ours = report.packages.filter(({ type }) => !SYSTEM_TYPES.has(type));
      const expected = ours.map((item): Parameters<typeof tell>[0] => {
        const roots = mounted.roots.slice(0, item.removedByLayer ?? undefined);
        const before = roots.at(-1)!;
        const paths = filesOf(item, before);
        const after = mounted.roots[roots.length];
        const isRemoved = item.removedByLayer !== null && findLayer(item, [before, after!]) === 1;
        const sum = isRemoved ? before.sumReplaced(paths, after!) : before.sum(paths);
        const removedByLayer = isRemoved ? item.removedByLayer : null;
        return { ...item, ...sum, layer: findLayer(item, roots), removedByLayer };
      });
      expect(ours.map(tell)).toEqual(expected.map(tell));
      print(target, `${ours.length} language packages, bytes and layers agree`);
    });

    test('layers are those of the Dockerfile’s instructions', () => {
      for (const [name, layer] of Object.entries(IMAGES[target]!.brought)) {
        const found = report.packages.filter((it) => `${it.type} ${it.name}` === name).map((it) => it.layer);
        expect(found, name).toContain(layer);
      }
      for (const [name, layer] of Object.entries(IMAGES[target]!.removed ?? {})) {
        const found = report.packages.filter((it) => `${it.type} ${it.name}` === name);
        expect(
          found.map((it) => it.removedByLayer),
          name,
        ).toContain(layer);
      }
    });

    test('files have the owners that the managers and the packages’ own lists name, and no other', async () => {
      const ours = await readOwners(`docker-archive:${archive}`);
      const theirs = new Map<string, Set<string>>();
      for (const oracle of oracles)
        for (const [path, names] of await oracle.findOwners(top()))
          theirs.set(path, new Set([...names].map((name) => `${oracle.type} ${name}`)));
      const systemPaths = new Set(theirs.keys());
      for (const item of installed().filter(({ type }) => !SYSTEM_TYPES.has(type)))
        for (const path of filesOf(item, top()).map((it) => top().resolve(it))) {
          // What a package of the system has is its alone.
          if (systemPaths.has(path) || top().stat(path)?.isDirectory() !== false) continue;
          theirs.set(path, (theirs.get(path) ?? new Set()).add(`${item.type} ${item.name}`));
        }
      const paths = top().list();
      const differing = paths.filter((path) => {
        const owner = ours.get(path);
        const names = theirs.get(path);
        return owner === undefined ? names !== undefined : !names?.has(`${owner.type} ${owner.name}`);
      });
      const text = `${systemPaths.size} of the system, ${theirs.size - systemPaths.size} of languages`;
      print(target, `${paths.length} files, owned: ${text}; ${differing.length} differ`);
      const show = (path: string): string =>
        `${path}: ${ours.get(path)?.name} here, ${[...(theirs.get(path) ?? [])]}`;
      expect(differing.map(show)).toEqual([]);
      expect([...ours.keys()].filter((path) => top().stat(path) === undefined)).toEqual([]);
    });

    test('syft lists the same by name, version, package URL and place, but for what is explained', () => {
      const { versionId } = report.distribution ?? { versionId: '' };
      const theirs = listed.flatMap(({ type, purl, version, paths }) =>
        paths
          // Lists of files beside dpkg's database support what it says.
          .filter((path) => type !== 'deb' || !path.startsWith('var/lib/dpkg/info/'))
          .map((path) => `${asOurs(purl, versionId)} ${version} ${path}`),
      );
      const ours = installed().map(
        ({ purl, version, metadataPath }) => `${purl} ${version || 'UNKNOWN'} ${metadataPath}`,
      );
      const missing = subtract(theirs, ours).map((line) => `${target}: syft only: ${line}`);
      const extra = subtract(ours, theirs).map((line) => `${target}: here only: ${line}`);
      const differences = [...missing, ...extra];
      print(target, `syft ${theirs.length}, here ${ours.length}; ${differences.length} differ`);
      for (const line of differences)
        process.stderr.write(`  ${line} (${explain(line) ?? 'NOT EXPLAINED'})\n`);
      expect(differences.filter((line) => explain(line) === undefined)).toEqual([]);
    });
  });
});

/** What the built program prints of an image; nothing that was kept is used. */
async function readReport(reference: string): Promise<Report> {
  const options = ['--format', 'json', '--fail-on', 'never', '--no-cache', '--quiet'];
  return JSON.parse(await must(process.execPath, [PROGRAM, 'image', reference, ...options])) as Report;
}

/** What the first list has more of than the second. */
function subtract(from: readonly string[], what: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of what) left.set(line, (left.get(line) ?? 0) + 1);
  return from.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

function print(target: string, text: string): void {
  process.stderr.write(`\n${target}: ${text}\n`);
}
