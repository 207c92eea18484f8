// The list that distroless images of Mariner and Azure Linux have in place of a database: a package a line, fields between
// tabs, as written by `rpm -qa --qf '%{NAME}\t%{VERSION}-%{RELEASE}\t%{INSTALLTIME}\t%{BUILDTIME}\t%{VENDOR}\t%{EPOCH}\t%{SIZE}
// \t%{ARCH}\t%{EPOCHNUM}\t%{SOURCERPM}\n'`. It names no files.
import { BARE_RECORD, type PackageRecord } from '../package-record.ts';
import { KEY_NAME } from './describe-package.ts';
import { parseSourceRpm } from './source-rpm.ts';

const FIELD_COUNT = 10;
/** What rpm writes for a tag that a package does not have. */
const ABSENT = '(none)';

/** The packages of the list; lines of another shape are passed over. */
export function readContainerManifest(content: Uint8Array): PackageRecord[] {
  const packages: PackageRecord[] = [];
  for (const line of Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    .toString('utf8')
    .split('\n')) {
    const fields = line.split('\t', FIELD_COUNT);
    if (fields.length < FIELD_COUNT) continue;
    const [name, version, , , vendor, epoch, size, architecture, , sourceRpm] = fields.map((field) =>
      field === ABSENT ? '' : field,
    ) as [string, string, string, string, string, string, string, string, string, string];
    if (name === '' || name === KEY_NAME || !/^[^-]+-[^-]+$/.test(version)) continue;
    packages.push({
      ...BARE_RECORD,
      type: 'rpm',
      name,
      version: epoch === '' ? version : `${epoch}:${version}`,
      architecture,
      ...parseSourceRpm(sourceRpm, name, version),
      claimedBytes: /^\d{1,15}$/.test(size) ? Number(size) : 0,
      fields: vendor === '' ? {} : { Vendor: vendor },
      files: { kind: 'paths', paths: new Uint8Array(0) },
    });
  }
  return packages;
}
