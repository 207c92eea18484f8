// dpkg's database of installed packages, `var/lib/dpkg/status` (dpkg(1), "Package states").
import { isFileNamed } from '../is-in-folder.ts';
import { type PackageRecord, RECORDS_LIMIT } from '../package-record.ts';
import { readState } from '../package-state.ts';
import type { RecordParser } from '../record-parser.ts';
import { readStanzas } from '../stanzas.ts';
import { DPKG_FIELDS, readDpkgRecord } from './dpkg-record.ts';

/**
 * The states in which a package's files are there, whole or in part: all that `dpkg -l` marks with an `i`, `U`, `F`, `H`, `W`
 * or `t` as its second letter. Left out are `config-files` (`rc`: removed but for its configuration, which `dpkg-query -W`
 * lists all the same) and `not-installed`, and stanzas without a state, which dpkg takes for not installed.
 * The first word is no matter: a package that is to go (`deinstall ok installed`) is still there, though syft leaves it out.
 */
const PRESENT_STATES: ReadonlySet<string> = new Set([
  'installed',
  'unpacked',
  'half-configured',
  'half-installed',
  'triggers-awaited',
  'triggers-pending',
]);

/** Whether the value of a `Status` field says that the package's files are there. */
export function isPresent(status: string | undefined): boolean {
  return PRESENT_STATES.has(readState(status));
}

/** Reads `lib/dpkg/status` under any root. */
export const dpkgStatus: RecordParser = {
  id: 'dpkg-status',
  names: ['status'],
  endings: [],
  matches: (path) => isFileNamed(path, 'lib/dpkg/status'),
  limitBytes: 64 * 1024 * 1024,
  parse(content) {
    const packages: PackageRecord[] = [];
    let isStatus = content.length === 0;
    readStanzas(content, DPKG_FIELDS, (stanza) => {
      const record = readDpkgRecord(stanza);
      if (record === undefined) return;
      isStatus = true;
      if (packages.length < RECORDS_LIMIT && isPresent(stanza.get('Status'))) packages.push(record);
    });
    return isStatus ? { kind: 'packages', packages } : undefined;
  },
};
