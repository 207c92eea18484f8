// Our readers of rpm's databases against rpm itself: packages, their facts, relations and files. Debian's rpm builds and
// installs real packages (SQLite) and reads recorded databases (SQLite, Berkeley DB); an rpm built with NDB reads NDB.
//
//   PLIMSOLL_RPM_FIXTURES   a folder of folders with a database each, as go-rpmdb's pkg/testdata has them
//   PLIMSOLL_NDB_RPM        the folder with an rpm and rpmdb that were configured with --enable-ndb
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { PackageRecord } from '../../../src/contents/packages/package-record.ts';
import { RPM_PARSERS } from '../../../src/contents/packages/rpm/rpm-parsers.ts';
import { FORMATS } from '../../support/made-rpm-databases.ts';
import { canRun, runProgram } from '../run-program.ts';
import { buildAndInstall } from './build-rpms.ts';
import { DEBIAN_RPM, type Rpm, runRpm, tellByRpm, tellRecords } from './query-rpm.ts';

const DATABASES = ['rpmdb.sqlite', 'Packages.db', 'Packages'] as const;
const FIXTURES = process.env['PLIMSOLL_RPM_FIXTURES'];
const NDB_FOLDER = process.env['PLIMSOLL_NDB_RPM'];

const hasRpm =
  canRun('rpm', ['--version'], (text) => text.includes('RPM')) &&
  canRun('rpmbuild', ['--version'], () => true);
const hasNdb =
  hasRpm && NDB_FOLDER !== undefined && canRun(join(NDB_FOLDER, 'rpm'), ['--version'], () => true);
const hasSqlite = hasRpm && canRun('sqlite3', ['--version'], () => true);
const hasFixtures = hasRpm && FIXTURES !== undefined;
if (NDB_FOLDER === undefined) process.stderr.write('\nSKIPPED, no NDB: PLIMSOLL_NDB_RPM names no folder\n');
if (FIXTURES === undefined)
  process.stderr.write('\nSKIPPED, no recorded databases: PLIMSOLL_RPM_FIXTURES names no folder\n');

const ndbRpm = (program: string): Rpm => ({
  program: join(NDB_FOLDER ?? '', program),
  args: ['--define', '_db_backend ndb'],
});

const work = mkdtempSync(join(tmpdir(), 'plimsoll-rpm-'));
afterAll(() => rmSync(work, { recursive: true }));

/** The database in a folder, and which of our parsers reads it. */
function findDatabase(folder: string): { readonly path: string; readonly name: string } {
  const name = DATABASES.find((each) => readdirSync(folder).includes(each));
  if (name === undefined) throw new Error(`no database in ${folder}`);
  return { path: join(folder, name), name };
}

function parse(path: string, name: string): readonly PackageRecord[] {
  const parser = RPM_PARSERS.find(({ names }) => names.includes(name))!;
  const parsed = parser.parse(readFileSync(path), `var/lib/rpm/${name}`);
  if (parsed?.kind !== 'packages') throw new Error(`${path} was not read`);
  return parsed.packages;
}

/** Compares a folder's database with what rpm says of it; returns a line of figures. */
async function compare(rpm: Rpm, folder: string): Promise<string> {
  const { path, name } = findDatabase(folder);
  const start = performance.now();
  const records = parse(path, name);
  const milliseconds = performance.now() - start;
  const told = tellRecords(records);
  const truth = await tellByRpm(rpm, path);
  expect(told.map(({ identity }) => identity)).toEqual(truth.map(({ identity }) => identity));
  for (const [i, each] of told.entries()) expect(each, each.identity).toEqual(truth[i]);
  const files = told.reduce((sum, each) => sum + each.files.length, 0);
  const megabytes = (statSync(path).size / 1e6).toFixed(1);
  return `${name}, ${megabytes} MB: ${told.length} packages, ${files} files agree; ${milliseconds.toFixed(0)} ms`;
}

/** A copy of a folder's database, converted by rpm to the format of `rpm`. */
async function convert(rpmdb: Rpm, folder: string, to: string): Promise<void> {
  const { path, name } = findDatabase(folder);
  await mkdir(to, { recursive: true });
  await copyFile(path, join(to, name));
  await runRpm(rpmdb, ['--rebuilddb', '--dbpath', to]);
}

describe.runIf(hasRpm)('packages built and installed by rpm', () => {
  const root = join(work, 'root');
  const folder = join(root, 'var/lib/rpm');

  test('SQLite: everything agrees, through replaced, removed and doc-less packages', async () => {
    await buildAndInstall(work, root);
    process.stdout.write(`\n  built here: ${await compare(DEBIAN_RPM, folder)}\n`);
    const told = tellRecords(parse(join(folder, 'rpmdb.sqlite'), 'rpmdb.sqlite'));
    const filesOf = (identity: string) => told.find((each) => each.identity === identity)?.files;
    expect(filesOf('plimsoll-plain 3:1.2~rc1-1 x86_64')).toEqual([
      'opt/with blank',
      'opt/with blank/grün',
      'usr/bin/link',
      'usr/bin/p',
    ]);
    expect(filesOf('plimsoll-one 1.0-1 noarch')).toEqual([]);
    expect(filesOf('plimsoll-two 1.0-1 noarch')).toEqual(['usr/share/same']);
    expect(filesOf('plimsoll-large 0:20240101-1 noarch')).toHaveLength(1503);
    expect(filesOf('plimsoll-removed 0:20240101-1 noarch')).toBeUndefined();
  });

  test('SQLite: the log beside the database is empty once rpm has closed it', () => {
    const log = readdirSync(folder).find((name) => name === 'rpmdb.sqlite-wal');
    expect(log === undefined ? 0 : statSync(join(folder, log)).size).toBe(0);
  });

  test.runIf(hasSqlite).each([512, 1024, 65536])(
    'SQLite: the same database in pages of %i',
    async (pageBytes) => {
      const to = join(work, `pages-${pageBytes}`);
      await mkdir(to);
      await copyFile(join(folder, 'rpmdb.sqlite'), join(to, 'rpmdb.sqlite'));
      const commands = `PRAGMA journal_mode = delete; PRAGMA page_size = ${pageBytes}; VACUUM; PRAGMA page_size;`;
      const { output } = await runProgram('sqlite3', [join(to, 'rpmdb.sqlite'), commands]);
      expect(output).toBe(`delete\n${pageBytes}\n`);
      process.stdout.write(`\n  built here, pages of ${pageBytes}: ${await compare(DEBIAN_RPM, to)}\n`);
    },
  );

  test.runIf(hasSqlite)(
    'SQLite itself finds nothing wrong with the files that the unit tests make',
    async () => {
      for (const [format, { name, encode }] of Object.entries(FORMATS)) {
        if (name !== 'rpmdb.sqlite') continue;
        const blobs = Array.from({ length: 2000 }, (_, i) => Buffer.alloc(i, i));
        const path = join(work, 'made.sqlite');
        await writeFile(path, encode(blobs));
        const query = 'PRAGMA integrity_check; SELECT count(*), sum(length(blob)) FROM Packages;';
        const { output } = await runProgram('sqlite3', [path, query]);
        expect(output, format).toBe('ok\n2000|1999000\n');
      }
    },
  );

  test.runIf(hasNdb)('NDB: the same database, converted', async () => {
    const to = join(work, 'ndb');
    await convert(ndbRpm('rpmdb'), folder, to);
    process.stdout.write(`\n  built here, as NDB: ${await compare(ndbRpm('rpm'), to)}\n`);
  });
});

describe.runIf(hasFixtures)('recorded databases', async () => {
  const names = FIXTURES === undefined ? [] : await readdir(FIXTURES);
  const folders = names.filter((name) => statSync(join(FIXTURES!, name)).isDirectory());

  test.each(folders)('%s', async (fixture) => {
    const folder = join(FIXTURES!, fixture);
    const isNdb = findDatabase(folder).name === 'Packages.db';
    if (isNdb && !hasNdb) throw new Error('needs PLIMSOLL_NDB_RPM');
    process.stdout.write(`\n  ${fixture}: ${await compare(isNdb ? ndbRpm('rpm') : DEBIAN_RPM, folder)}\n`);
    if (!isNdb && hasNdb) {
      const to = join(work, fixture, 'ndb');
      await convert(ndbRpm('rpmdb'), folder, to);
      process.stdout.write(`  ${fixture}, as NDB: ${await compare(ndbRpm('rpm'), to)}\n`);
    }
    if (findDatabase(folder).name === 'Packages') {
      const to = join(work, fixture, 'sqlite');
      await convert({ program: 'rpmdb', args: [] }, folder, to);
      process.stdout.write(`  ${fixture}, as SQLite: ${await compare(DEBIAN_RPM, to)}\n`);
    }
  });
});
