// The name of a source package's file: `NAME-VERSION-RELEASE.src.rpm`, without an epoch.
import type { PackageRecord } from '../package-record.ts';

const FILE_NAME = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/;

/** Source and its version where they differ from the package's own `name` and `version-release`; empty otherwise. */
export function parseSourceRpm(
  fileName: string,
  name: string,
  version: string,
): Pick<PackageRecord, 'source' | 'sourceVersion'> {
  const [, source = '', sourceVersion = ''] = FILE_NAME.exec(fileName) ?? [];
  if (source === name && sourceVersion === version) return { source: '', sourceVersion: '' };
  return { source, sourceVersion };
}
