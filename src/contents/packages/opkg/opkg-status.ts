// opkg's database: `usr/lib/opkg/status` (OpenWrt), `var/lib/opkg/status` (Yocto), and the whole control file of each package
// in `info/NAME.control`. Both name the same packages; the control file says more, the status has the state and the marks.
import { isFileNamed, isInFolder } from '../is-in-folder.ts';
import { type PackageRecord, RECORDS_LIMIT } from '../package-record.ts';
import { readState } from '../package-state.ts';
import type { ParsedMetadata, RecordParser } from '../record-parser.ts';
import { readStanzas } from '../stanzas.ts';
import { OPKG_FIELDS, readOpkgRecord } from './opkg-record.ts';

/** The states in which files are there (opkg libopkg/pkg.c): all but `not-installed` and `config-files`. */
const PRESENT_STATES: ReadonlySet<string> = new Set([
  'installed',
  'unpacked',
  'half-configured',
  'half-installed',
  'post-inst-failed',
  'removal-failed',
]);

/** Reads `lib/opkg/status` under any root. */
export const opkgStatus: RecordParser = {
  id: 'opkg-status',
  names: ['status'],
  endings: [],
  matches: (path) => isFileNamed(path, 'lib/opkg/status'),
  limitBytes: 16 * 1024 * 1024,
  parse: (content) => readOpkgPackages(content, false),
};

/** Reads `lib/opkg/info/NAME.control` under any root; opkg removes it with the package. */
export const opkgControl: RecordParser = {
  id: 'opkg-control',
  names: [],
  endings: ['.control'],
  matches: (path) => isInFolder(path, 'lib/opkg/info') && path.endsWith('.control'),
  limitBytes: 1024 * 1024,
  parse: (content) => readOpkgPackages(content, true),
};

function readOpkgPackages(content: Uint8Array, isInstalled: boolean): ParsedMetadata | undefined {
  const packages: PackageRecord[] = [];
  let isDatabase = content.length === 0 && !isInstalled;
  readStanzas(content, OPKG_FIELDS, (stanza) => {
    const record = readOpkgRecord(stanza);
    if (record === undefined) return;
    isDatabase = true;
    if (packages.length === RECORDS_LIMIT) return;
    if (isInstalled || PRESENT_STATES.has(readState(stanza.get('Status')))) packages.push(record);
  });
  return isDatabase ? { kind: 'packages', packages } : undefined;
}
