// Where rpm keeps its databases, in all distributions and all formats.
import type { ParsedMetadata, RecordParser } from '../record-parser.ts';
import { readBdb } from './bdb-database.ts';
import { readContainerManifest } from './container-manifest.ts';
import { readNdb } from './ndb-database.ts';
import { readPackages } from './read-packages.ts';
import { readSqlite } from './sqlite-database.ts';

/** Fedora, SUSE and their kin; ostree's; everyone before. */
const FOLDERS = ['usr/lib/sysimage/rpm', 'usr/share/rpm', 'var/lib/rpm'] as const;
const MANIFEST_PATH = 'var/lib/rpmmanifest/container-manifest-2';

/** The largest databases seen, of full workstations, are some 200 MB. */
const LIMIT_BYTES = 256 * 1024 * 1024;

type BlobReader = (content: Uint8Array) => Iterable<Uint8Array> | undefined;

/** All parsers of rpm's metadata. */
export const RPM_PARSERS: readonly RecordParser[] = [
  parserOf('rpm-sqlite', 'rpmdb.sqlite', readSqlite),
  parserOf('rpm-ndb', 'Packages.db', readNdb),
  parserOf('rpm-bdb', 'Packages', readBdb),
  {
    id: 'rpm-sqlite-log',
    names: ['rpmdb.sqlite-wal'],
    endings: [],
    matches: isIn('rpmdb.sqlite-wal'),
    limitBytes: LIMIT_BYTES,
    parse: parseLog,
  },
  {
    id: 'rpm-container-manifest',
    names: ['container-manifest-2'],
    endings: [],
    matches: (path) => path === MANIFEST_PATH,
    limitBytes: LIMIT_BYTES,
    parse: (content) => ({ kind: 'packages', packages: readContainerManifest(content) }),
  },
];

function parserOf(id: string, name: string, readBlobs: BlobReader): RecordParser {
  return {
    id,
    names: [name],
    endings: [],
    matches: isIn(name),
    limitBytes: LIMIT_BYTES,
    parse: (content) => {
      const blobs = readBlobs(content);
      return blobs && { kind: 'packages', packages: readPackages(blobs, content.length) };
    },
  };
}

function isIn(name: string): (path: string) => boolean {
  const paths: ReadonlySet<string> = new Set(FOLDERS.map((folder) => `${folder}/${name}`));
  return (path) => paths.has(path);
}

/**
 * SQLite's log beside the database. rpm empties it when it closes; where it is not empty, rpm was killed, or the layer was taken
 * while it ran, and the newest packages may be in the log alone. Its pages mean nothing without the file they belong to, so
 * such a log counts as unreadable metadata, which is said, rather than as no packages.
 */
function parseLog(content: Uint8Array): ParsedMetadata | undefined {
  return content.length === 0 ? { kind: 'packages', packages: [] } : undefined;
}
