// Images without dpkg (distroless, rules_distroless) keep each package's control file as `var/lib/dpkg/status.d/NAME`, and
// its checksums beside it as `NAME.md5sums`. There is no `Status`: what is listed is there.
import { isInFolder } from '../is-in-folder.ts';
import type { PackageRecord } from '../package-record.ts';
import type { RecordParser } from '../record-parser.ts';
import { readStanzas } from '../stanzas.ts';
import { DPKG_FIELDS, readDpkgRecord } from './dpkg-record.ts';
import { isPresent } from './dpkg-status.ts';

/** What lies beside the control files. */
const BESIDE = /\.(?:md5sums|conffiles|list|preinst|postinst|prerm|postrm|triggers|shlibs|symbols)$/;

/** Reads the files of `lib/dpkg/status.d` under any root. */
export const dpkgStatusFolder: RecordParser = {
  id: 'dpkg-status-folder',
  names: [],
  endings: [],
  folders: ['status.d'],
  matches: (path) => isInFolder(path, 'lib/dpkg/status.d') && !BESIDE.test(path),
  limitBytes: 4 * 1024 * 1024,
  parse(content) {
    const packages: PackageRecord[] = [];
    let isControl = false;
    readStanzas(content, DPKG_FIELDS, (stanza) => {
      const record = readDpkgRecord(stanza);
      if (record === undefined) return;
      isControl = true;
      if (!stanza.has('Status') || isPresent(stanza.get('Status'))) packages.push(record);
    });
    return isControl ? { kind: 'packages', packages } : undefined;
  },
};
