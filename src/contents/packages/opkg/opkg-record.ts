// One stanza of opkg's database as a record: dpkg's fields and a licence.
import { BARE_RECORD, type PackageRecord } from '../package-record.ts';
import { keepFields, readCount, type Stanza, wantFields } from '../stanzas.ts';

const KEPT_FIELDS = [
  'Depends',
  'Pre-Depends',
  'Recommends',
  'Suggests',
  'Provides',
  'Conflicts',
  'Replaces',
  'Section',
  'Priority',
  'Essential',
  'Maintainer',
  'Auto-Installed',
] as const;

/** All that a record and its state are made from. */
export const OPKG_FIELDS = wantFields([
  'Package',
  'Status',
  'Version',
  'Architecture',
  'Source',
  'SourceName',
  'License',
  'Installed-Size',
  ...KEPT_FIELDS,
]);

/** The record of a stanza; undefined where it names no package. */
export function readOpkgRecord(stanza: Stanza): PackageRecord | undefined {
  const name = stanza.get('Package') ?? '';
  if (name === '') return undefined;
  return {
    ...BARE_RECORD,
    type: 'opkg',
    name,
    version: stanza.get('Version') ?? '',
    architecture: stanza.get('Architecture') ?? '',
    source: readSource(stanza, name),
    licence: stanza.get('License') ?? '',
    // In bytes, unlike dpkg's (OpenWrt scripts/ipkg-build, opkg libopkg/opkg_install.c).
    claimedBytes: readCount(stanza.get('Installed-Size')),
    fields: keepFields(stanza, KEPT_FIELDS),
    files: { kind: 'elsewhere' },
  };
}

/** OpenWrt's `Source` is the folder of a recipe, and `SourceName` the package; Yocto's `Source` is the recipe's file. */
function readSource(stanza: Stanza, name: string): string {
  const source = stanza.get('SourceName') || (stanza.get('Source') ?? '').replace(/^.*\//, '');
  return source === name ? '' : source;
}
