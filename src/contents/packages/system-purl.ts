// Package URLs of system packages (package-url/purl-spec: types deb, apk, rpm; opkg is not registered), with the qualifiers
// `distro` and `upstream` as syft and grype have them.
import type { Distribution } from './inventory.ts';
import type { PackageRecord } from './package-record.ts';
import { encodePurl } from './purl.ts';

/** The package URL of a system package; without a distribution it has no namespace, for nobody's name is made up. */
export function makeSystemPurl(record: PackageRecord, distribution: Distribution | null): string {
  const isRpm = record.type === 'rpm';
  const { epoch, version } = isRpm ? splitEpoch(record.version) : { epoch: '', version: record.version };
  return encodePurl({
    type: record.type,
    namespace: distribution === null ? '' : vendorOf(record, distribution),
    name: isRpm ? record.name : record.name.toLowerCase(),
    version,
    qualifiers: {
      arch: record.architecture,
      distro: distribution === null ? '' : distroOf(distribution),
      epoch,
      upstream: isRpm ? sourceRpmOf(record, version) : sourceOf(record),
    },
  });
}

/** rpm's vendors have other names than os-release gives them. */
function vendorOf(record: PackageRecord, { id }: Distribution): string {
  const vendor = id.toLowerCase();
  if (record.type !== 'rpm') return vendor;
  if (vendor === 'rhel') return 'redhat';
  return vendor.startsWith('opensuse') ? 'opensuse' : vendor;
}

function distroOf({ id, versionId }: Distribution): string {
  return versionId === '' ? id : `${id}-${versionId}`;
}

/** In a package URL an rpm's epoch is a qualifier and no part of the version. */
function splitEpoch(version: string): { readonly epoch: string; readonly version: string } {
  const epoch = /^\d+(?=:)/.exec(version)?.[0] ?? '';
  return { epoch, version: epoch === '' ? version : version.slice(epoch.length + 1) };
}

function sourceOf({ source, sourceVersion }: PackageRecord): string {
  return sourceVersion === '' ? source : `${source}@${sourceVersion}`;
}

/** The file of the source package, as rpm names it; every package but a key has one. */
function sourceRpmOf({ name, source, sourceVersion }: PackageRecord, version: string): string {
  return `${source || name}-${sourceVersion || version}.src.rpm`;
}
