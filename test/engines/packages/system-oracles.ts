// What package managers say of a mounted root: which packages there are, and which files each of them has.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../run-program.ts';
import { askDiversions, askFileOwners, askLists, askPackages } from './ask-dpkg.ts';
import { APK } from './make-apk.ts';
import { DEBIAN_RPM, tellByRpm } from './query-rpm.ts';
import type { RootFiles } from './root-files.ts';

/** A package with its files; paths without a leading slash, as its manager has them. */
export interface OraclePackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly paths: readonly string[];
}

/** A package manager. */
export interface SystemOracle {
  readonly type: 'deb' | 'rpm' | 'apk';
  readonly databasePath: string;
  listPackages(root: RootFiles): Promise<readonly OraclePackage[]>;
  /** The names of the packages that have a path; none where the manager knows it not. */
  findOwners(root: RootFiles): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
}

/** dpkg, run in the root itself. */
const DPKG: SystemOracle = {
  type: 'deb',
  databasePath: 'var/lib/dpkg/status',
  async listPackages({ folder }) {
    const asked = await askPackages(folder);
    const lists = await askLists(
      folder,
      asked.map(({ name, architecture }) => `${name}:${architecture}`),
    );
    return asked.map(({ name, version, architecture }, i) => {
      return { name, version, architecture, paths: lists[i]! };
    });
  },
  async findOwners(root) {
    const paths = root.list();
    const spelt = new Map<string, string>();
    // dpkg knows a path only as its package spells it: `lib/x` where a merged /usr has `usr/lib/x`.
    for (const path of paths) {
      spelt.set(path, path);
      if (/^usr\/(?:s?bin|lib(?:32|64|x32)?)\//.test(path)) spelt.set(path.slice('usr/'.length), path);
    }
    const diversions = await askDiversions(root.folder);
    const installed = new Set((await askPackages(root.folder)).map(({ name }) => name));
    const owners = new Map<string, Set<string>>();
    for (const [spelling, names] of await askFileOwners(root.folder, [...spelt.keys()])) {
      const diversion = diversions.find((it) => it.path === spelling);
      for (const name of names) {
        // What a removed package left of its configuration is nobody's.
        if (!installed.has(name)) continue;
        const isMoved = diversion !== undefined && diversion.exceptPackage !== name;
        const path = isMoved ? root.resolve(diversion.divertedTo) : spelt.get(spelling)!;
        owners.set(path, (owners.get(path) ?? new Set()).add(name));
      }
    }
    // What was moved aside is asked for by the path that it had.
    const moved = diversions.filter(({ path }) => !spelt.has(path));
    for (const [spelling, names] of await askFileOwners(
      root.folder,
      moved.map(({ path }) => path),
    )) {
      const { divertedTo, exceptPackage } = moved.find(({ path }) => path === spelling)!;
      const others = [...names].filter((name) => name !== exceptPackage);
      if (others.length > 0) owners.set(root.resolve(divertedTo), new Set(others));
    }
    return owners;
  },
};

/** rpm, on a copy of the database. */
const RPM: SystemOracle = {
  type: 'rpm',
  databasePath: 'var/lib/rpm/rpmdb.sqlite',
  async listPackages({ folder }) {
    const told = await tellByRpm(DEBIAN_RPM, join(folder, RPM.databasePath));
    return told.map(({ identity, files }) => {
      const [name, version, architecture] = identity.split(' ') as [string, string, string];
      return { name, version, architecture, paths: files };
    });
  },
  findOwners: async (root) => indexOwners(await RPM.listPackages(root), root),
};

/** apk, on a copy of the database. */
const APK_TOOLS: SystemOracle = {
  type: 'apk',
  databasePath: 'lib/apk/db/installed',
  async listPackages({ folder }) {
    const copy = mkdtempSync(join(tmpdir(), 'plimsoll-apkdb-'));
    try {
      for (const part of ['lib/apk', 'etc/apk'])
        cpSync(join(folder, part), join(copy, part), { recursive: true });
      const apk = (...args: readonly string[]): Promise<string> =>
        must(APK, ['--root', copy, '--no-network', '--repositories-file', '/dev/null', ...args]);
      const fields = ['--fields', 'name,version,arch,contents', '--format', 'json'];
      const queried = JSON.parse(await apk('query', '--installed', ...fields, '*')) as readonly {
        readonly name: string;
        readonly version: string;
        readonly arch: string;
        readonly contents?: readonly string[];
      }[];
      const listed = (await apk('info', '-v')).trim().split('\n').sort();
      const found = queried.map(({ name, version }) => `${name}-${version}`).sort();
      if (found.join() !== listed.join()) throw new Error(`apk info -v says ${listed}, apk query ${found}`);
      return queried.map(({ name, version, arch, contents = [] }) => {
        return { name, version, architecture: arch, paths: contents };
      });
    } finally {
      rmSync(copy, { recursive: true });
    }
  },
  findOwners: async (root) => indexOwners(await APK_TOOLS.listPackages(root), root),
};

/** What dpkg-deb said of the packages that were unpacked with their control data in `status.d` and no list but the checksums. */
export function distrolessOracle(debs: RootFiles): SystemOracle {
  const listPackages = async (root: RootFiles): Promise<readonly OraclePackage[]> => {
    const lines = readFileSync(join(debs.folder, 'debs/list'), 'utf8').trim().split('\n');
    return lines.map((line) => {
      const [name, version, architecture] = line.split(' ');
      const sums = readFileSync(join(root.folder, `var/lib/dpkg/status.d/${name}.md5sums`), 'utf8');
      const paths = [...sums.matchAll(/^[0-9a-f]{32} {2}(.+)$/gm)].map(([, path]) => path!);
      return { name: name!, version: version!, architecture: architecture!, paths };
    });
  };
  return {
    type: 'deb',
    databasePath: 'var/lib/dpkg/status.d',
    listPackages,
    findOwners: async (root) => indexOwners(await listPackages(root), root),
  };
}

/** The managers whose database is a file of its own. */
export const SYSTEM_ORACLES: readonly SystemOracle[] = [DPKG, RPM, APK_TOOLS];

function indexOwners(
  packages: readonly OraclePackage[],
  root: RootFiles,
): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>();
  for (const { name, paths } of packages)
    for (const path of paths) {
      const real = root.resolve(path);
      const stats = root.stat(real);
      if (stats === undefined || stats.isDirectory()) continue;
      owners.set(real, (owners.get(real) ?? new Set()).add(name));
    }
  return owners;
}
