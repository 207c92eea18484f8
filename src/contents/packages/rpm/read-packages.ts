// From the blobs of a database, whichever it is, to package records.
import type { PackageRecord } from '../package-record.ts';
import { describePackage } from './describe-package.ts';
import { PackageHeader } from './package-header.ts';

/**
 * The packages in `blobs`; what is no header is passed over. Blobs of an honest database do not overlap: once they are longer
 * than the database together, the rest is left unread.
 */
export function readPackages(blobs: Iterable<Uint8Array>, databaseBytes: number): PackageRecord[] {
  const packages: PackageRecord[] = [];
  let unreadBytes = databaseBytes;
  for (const blob of blobs) {
    unreadBytes -= blob.length;
    if (unreadBytes < 0) break;
    const header = PackageHeader.read(blob);
    const record = header === undefined ? undefined : describePackage(header);
    if (record !== undefined) packages.push(record);
  }
  return packages;
}
