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
    const work = mkdtempSync(join(tmpdir(), `plimsoll-image-${target}-`));
    const archive = join(work, 'archive.tar');
    let report: Report;
    let engineReport: Report;
    let mounted: LayeredRoot;
    let debs: LayeredRoot | undefined;
    let oracles: readonly SystemOracle[];
    let listed: readonly SyftPackage[];
    const top = (): RootFiles => mounted.roots.at(-1)!;
    const installed = (): readonly PackageSummary[] =>
      report.packages.filter(({ state }) => state === 'installed');

    beforeAll(async () => {
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
      const npmPaths = listed.filter(({ type }) => type === 'npm').flatMap(({ paths }) => paths);
      const folders = new Set(npmPaths.map((path) => dirname(path)));
      const keysOf = (isNested: boolean): readonly string[] =>
        listed.filter((item) => item.isNested === isNested).map(({ purl, paths }) => `${purl} ${paths[0]}`);
      // What is in an archive of an archive has no file of its own.
      const nested = new Set(keysOf(true));
      for (const key of keysOf(false)) nested.delete(key);
      const ours = report.packages.filter(({ type }) => !SYSTEM_TYPES.has(type));
      const expected = ours.map((item): Parameters<typeof tell>[0] => {
        const roots = mounted.roots.slice(0, item.removedByLayer ?? undefined);
        const before = roots.at(-1)!;
        const isNested = nested.has(`${item.purl} ${item.metadataPath}`);
        const paths = isNested ? [] : listLanguageFiles(item, before, folders);
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

    test('files have the owners that the package manager names, and no other', async () => {
      const ours = await readOwners(`docker-archive:${archive}`);
      let [owned, files] = [0, 0];
      const differing: string[] = [];
      for (const oracle of oracles) {
        const theirs = await oracle.findOwners(top());
        for (const path of top().list()) {
          files++;
          const owner = ours.get(path);
          const name = owner?.type === oracle.type ? owner.name : undefined;
          const names = theirs.get(path);
          if (names !== undefined) owned++;
          if (name === undefined ? names !== undefined : !names?.has(name))
            differing.push(`${path}: ${name} here, ${names === undefined ? undefined : [...names]}`);
        }
      }
      print(target, `${owned} of ${files} files are owned, ${differing.length} differ`);
      expect(differing).toEqual([]);
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

/** `NAME VERSION ARCHITECTURE, layer LAYER[ to LAYER]: BYTES in FILES`. */
function tell(
  item: Pick<PackageSummary, 'name' | 'version' | 'architecture' | 'layer' | 'bytes' | 'fileCount'> & {
    readonly removedByLayer: number | null;
  },
): string {
  const { name, version, architecture, layer, removedByLayer, bytes, fileCount } = item;
  const until = removedByLayer === null ? '' : ` to ${removedByLayer}`;
  return `${name} ${version} ${architecture}, layer ${layer}${until}: ${bytes} bytes in ${fileCount} files`;
}

/** Asks the manager after each layer, so that its own answers tell which layer brought and which removed a package. */
async function followPackages(oracle: SystemOracle, roots: readonly RootFiles[]): Promise<readonly string[]> {
  const told: string[] = [];
  let present = new Map<string, number>();
  let before: Awaited<ReturnType<SystemOracle['listPackages']>> = [];
  const keyOf = (item: (typeof before)[number]): string =>
    `${item.name} ${item.version} ${item.architecture}`;
  for (const [layer, root] of roots.entries()) {
    const has = root.stat(oracle.databasePath);
    if (has === undefined || has.ino === roots[layer - 1]?.stat(oracle.databasePath)?.ino) continue;
    const now = await oracle.listPackages(root);
    const next = new Map(now.map((item) => [keyOf(item), present.get(keyOf(item)) ?? layer]));
    for (const item of before) {
      if (next.has(keyOf(item))) continue;
      const sum = roots[layer - 1]!.sumReplaced(item.paths, root);
      told.push(tell({ ...item, ...sum, layer: present.get(keyOf(item))!, removedByLayer: layer }));
    }
    [present, before] = [next, now];
  }
  for (const item of before) {
    const sum = roots.at(-1)!.sum(item.paths);
    told.push(tell({ ...item, ...sum, layer: present.get(keyOf(item))!, removedByLayer: null }));
  }
  return told;
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
