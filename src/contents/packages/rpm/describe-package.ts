// From a header to a package record: name, epoch, version and release, sizes, relations, files.
import { BARE_RECORD, type PackageRecord } from '../package-record.ts';
import { TAG } from './header-tags.ts';
import { listFiles } from './package-files.ts';
import type { PackageHeader } from './package-header.ts';
import { describeRelations } from './package-relations.ts';
import { parseSourceRpm } from './source-rpm.ts';

/** Keys that rpm keeps as if they were packages: nothing that is installed. `rpm -qa` lists them, this does not. */
export const KEY_NAME = 'gpg-pubkey';

/** The record of a header; undefined for keys, and where name, version or release is missing. */
export function describePackage(header: PackageHeader): PackageRecord | undefined {
  const name = header.text(TAG.name);
  const version = header.text(TAG.version);
  const release = header.text(TAG.release);
  if (name === '' || version === '' || release === '' || name === KEY_NAME) return undefined;
  const epoch = header.numbers(TAG.epoch)[0];
  return {
    ...BARE_RECORD,
    type: 'rpm',
    name,
    version: `${epoch === undefined ? '' : `${epoch}:`}${version}-${release}`,
    architecture: header.text(TAG.architecture),
    ...parseSourceRpm(header.text(TAG.sourceRpm), name, `${version}-${release}`),
    licence: header.text(TAG.license),
    claimedBytes: header.numbers(TAG.longSize)[0] ?? header.numbers(TAG.size)[0] ?? 0,
    fields: present({
      Requires: describeRelations(header, TAG.requireName, TAG.requireFlags, TAG.requireVersion),
      Provides: describeRelations(header, TAG.provideName, TAG.provideFlags, TAG.provideVersion),
      Recommends: describeRelations(header, TAG.recommendName, TAG.recommendFlags, TAG.recommendVersion),
      Group: header.text(TAG.group),
      Vendor: header.text(TAG.vendor),
      ModularityLabel: header.text(TAG.modularityLabel),
    }),
    files: { kind: 'paths', paths: listFiles(header) },
  };
}

function present(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
