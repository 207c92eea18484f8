import { expect, test } from 'vitest';
import { apkInstalled } from '../../../src/contents/packages/apk/apk-installed.ts';
import { dpkgStatus } from '../../../src/contents/packages/dpkg/dpkg-status.ts';
import { opkgStatus } from '../../../src/contents/packages/opkg/opkg-status.ts';
import { RECORDS_LIMIT } from '../../../src/contents/packages/package-record.ts';
import { readPackages } from './read-packages.ts';

test.each([
  [apkInstalled, 'P:a\n\n'],
  [dpkgStatus, 'Package: a\nStatus: i o installed\n\n'],
  [opkgStatus, 'Package: a\nStatus: i o installed\n\n'],
])('a database of packages without end: $id', { timeout: 300_000 }, (parser, stanza) => {
  expect(readPackages(parser, stanza.repeat(RECORDS_LIMIT + 1000))).toHaveLength(RECORDS_LIMIT);
});
