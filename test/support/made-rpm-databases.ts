// A database of the same packages in each of rpm's formats, and what our parsers read from it.
import type { PackageRecord } from '../../src/contents/packages/package-record.ts';
import { RPM_PARSERS } from '../../src/contents/packages/rpm/rpm-parsers.ts';
import { encodeBdb } from './bdb-files.ts';
import { encodeNdb } from './ndb-files.ts';
import { encodeSqlite } from './sqlite-files.ts';

/** The name of the database file, and how blobs become one. */
export interface DatabaseFormat {
  readonly name: string;
  readonly encode: (blobs: readonly Uint8Array[]) => Buffer;
}

/** The first value of a Berkeley DB is the number of the next package; two indexes lie before rpm's SQLite table. */
const NEXT_NUMBER = Buffer.of(9, 0, 0, 0);

/** Every format, each in the layouts that differ. */
export const FORMATS: Readonly<Record<string, DatabaseFormat>> = {
  'SQLite, 4 KiB pages': sqlite({ pageBytes: 4096 }),
  'SQLite, 512 byte pages': sqlite({ pageBytes: 512 }),
  'SQLite, 64 KiB pages': sqlite({ pageBytes: 65536 }),
  'SQLite, 1 KiB pages with reserved bytes': sqlite({ pageBytes: 1024, reservedBytes: 32 }),
  NDB: { name: 'Packages.db', encode: (blobs) => encodeNdb([undefined, ...blobs, undefined]) },
  'Berkeley DB, little-endian': bdb({}),
  'Berkeley DB, big-endian': bdb({ isBigEndian: true }),
  'Berkeley DB, 512 byte pages': bdb({ pageBytes: 512 }),
  'Berkeley DB, 64 KiB pages': bdb({ pageBytes: 65536, isBigEndian: true }),
  'Berkeley DB, as before 4.6': bdb({ pageType: 2 }),
};

function sqlite(layout: Parameters<typeof encodeSqlite>[1]): DatabaseFormat {
  return {
    name: 'rpmdb.sqlite',
    encode: (blobs) => encodeSqlite({ Name: [Buffer.from('an index')], Packages: blobs }, layout),
  };
}

function bdb(layout: Parameters<typeof encodeBdb>[1]): DatabaseFormat {
  return { name: 'Packages', encode: (blobs) => encodeBdb([NEXT_NUMBER, ...blobs], layout) };
}

/** What the parser for a file of that name gives; undefined where it takes it for something else. */
export function parseDatabase(name: string, content: Uint8Array): readonly PackageRecord[] | undefined {
  const parser = RPM_PARSERS.find(({ names }) => names.includes(name))!;
  const parsed = parser.parse(content, `var/lib/rpm/${name}`);
  if (parsed === undefined) return undefined;
  if (parsed.kind !== 'packages') throw new Error(`${name} gives ${parsed.kind}`);
  return parsed.packages;
}

/** The paths of a record. */
export function pathsOf({ files }: PackageRecord): string[] {
  if (files.kind !== 'paths') throw new Error(`files are ${files.kind}`);
  return Buffer.from(files.paths).toString('utf8').split('\n').slice(0, -1);
}
