// Package URLs of system packages (package-url/purl-spec: types deb, apk, rpm; opkg is not registered), with the qualifiers
// `distro` and `upstream` as syft and grype have them.
import type { Distribution } from './inventory.ts';
import type { PackageRecord } from './package-record.ts';
import { encodePurl } from './purl.ts';

/** The package URL of a system package; without a distribution it has no namespace, for nobody's name is made up. */
export function makeSystemPurl(record: PackageRecord, distribution: Distribution | null): string {
  const { epoch, version } =
    record.type === 'rpm' ? splitEpoch(record) : { epoch: '', version: record.version };
  return encodePurl({
    type: record.type,
    namespace: distribution === null ? '' : vendorOf(record, distribution),
    name: record.type === 'rpm' ? record.name : record.name.toLowerCase(),
    version,
    qualifiers: {
      arch: record.architecture,
      distro: distribution === null ? '' : distroOf(distribution),
      epoch,
      upstream: record.sourceVersion === '' ? record.source : `${record.source}@${record.sourceVersion}`,
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
function splitEpoch({ version }: PackageRecord): { readonly epoch: string; readonly version: string } {
  const colon = /^\d+(?=:)/.exec(version)?.[0];
  return colon === undefined
    ? { epoch: '', version }
    : { epoch: colon, version: version.slice(colon.length + 1) };
}
