// One stanza of a dpkg database as a record (deb-control(5), dpkg-query(1)).
import { BARE_RECORD, type PackageRecord } from '../package-record.ts';
import { keepFields, readCount, type Stanza, wantFields } from '../stanzas.ts';

/** The fields that roles, dependencies and removals are decided from. */
const KEPT_FIELDS = [
  'Depends',
  'Pre-Depends',
  'Recommends',
  'Suggests',
  'Provides',
  'Conflicts',
  'Breaks',
  'Replaces',
  'Section',
  'Priority',
  'Essential',
  'Protected',
  'Important',
  'Multi-Arch',
  'Maintainer',
  'Task',
  'Tag',
] as const;

/** All that a record and its state are made from. */
export const DPKG_FIELDS = wantFields([
  'Package',
  'Status',
  'Version',
  'Architecture',
  'Source',
  'Installed-Size',
  ...KEPT_FIELDS,
]);

/** The record of a stanza; undefined where it names no package. */
export function readDpkgRecord(stanza: Stanza): PackageRecord | undefined {
  const name = stanza.get('Package');
  if (name === undefined || name === '') return undefined;
  return {
    ...BARE_RECORD,
    type: 'deb',
    name,
    version: stanza.get('Version') ?? '',
    architecture: stanza.get('Architecture') ?? '',
    ...readSource(stanza.get('Source') ?? ''),
    claimedBytes: readCount(stanza.get('Installed-Size')) * 1024,
    fields: keepFields(stanza, KEPT_FIELDS),
    files: { kind: 'elsewhere' },
  };
}

/** `gcc-12 (12.2.0-14)`: the version is there only where it is not the package's own. */
function readSource(value: string): Pick<PackageRecord, 'source' | 'sourceVersion'> {
  const blank = value.indexOf(' ');
  if (blank === -1) return { source: value, sourceVersion: '' };
  const rest = value.slice(blank).trim();
  const isVersion = rest.startsWith('(') && rest.endsWith(')');
  return { source: value.slice(0, blank), sourceVersion: isVersion ? rest.slice(1, -1).trim() : '' };
}
